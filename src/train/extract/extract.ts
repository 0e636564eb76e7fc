import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { readText } from '../../data/text-file.ts';
import { locateRun } from '../../eval/store/find-runs.ts';
import { readRun } from '../../eval/store/run.ts';
import { type Lean, listLibrary } from '../../lean/index.ts';
import { extractFile } from './extract-file.ts';
import { collectRun } from './from-run.ts';
import { theoremsNamed } from './names.ts';
import type { SourceFile } from './sources.ts';
import { type NegativeStep, type StepCollector, splitOf } from './step-record.ts';

export type ExtractEvent =
  /** A proof whose steps do not come out when they are made again one by one. */
  | { readonly kind: 'not-replayed'; readonly file: string; readonly line: number; readonly theorem: string }
  | { readonly kind: 'file-done'; readonly file: string; readonly replayed: number; readonly proofs: number };

/** Adds the steps of what runs have found. */
export async function extractRuns(
  folders: readonly string[],
  collector: StepCollector,
  onNegative: (step: NegativeStep) => void,
): Promise<Result<void, Problem>> {
  for (const folder of folders) {
    const run = await readRun(locateRun(folder));
    if (!run.ok) return run;
    const collected = await collectRun(run.value, collector, onNegative);
    if (!collected.ok) return collected;
  }
  return ok(undefined);
}

/** Adds the steps of the proofs in Lean files. Ends early where the signal aborts; what was collected stays. */
export async function extractFiles(
  lean: Lean,
  files: readonly SourceFile[],
  collector: StepCollector,
  { signal, onEvent }: { readonly signal: AbortSignal; readonly onEvent: (event: ExtractEvent) => void },
): Promise<Result<void, Problem>> {
  const library = new LibraryNames(lean, signal);
  for (const { path, module } of files) {
    if (signal.aborted) break;
    const text = await readText(path);
    if (!text.ok) return text;
    const extracted = await extractFile(lean, text.value, path, signal);
    if (!extracted.ok) return extracted;
    const { proofs, imports, theorems } = extracted.value;
    const known = await library.of(imports);
    if (!known.ok) return known;
    const names = new Set([...known.value, ...theorems]);
    for (const { theorem, line, steps } of proofs) {
      if (steps === undefined) {
        onEvent({ kind: 'not-replayed', file: path, line, theorem });
        continue;
      }
      const split = splitOf(`${module}.${theorem || line}`);
      for (const { state, tactic, after, line: at, column } of steps) {
        const position = { line: at, column };
        const named = theoremsNamed(tactic, theorem, names);
        collector.add({ theorem, module, split, state, tactic, after: [...after], position, names: named });
      }
    }
    const replayed = proofs.filter(({ steps }) => steps !== undefined).length;
    onEvent({ kind: 'file-done', file: path, replayed, proofs: proofs.length });
  }
  return ok(undefined);
}

/** Names of the theorems that imports bring along; each list of imports is asked for once. */
class LibraryNames {
  readonly #lean: Lean;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, ReadonlySet<string>>();

  constructor(lean: Lean, signal: AbortSignal) {
    this.#lean = lean;
    this.#signal = signal;
  }

  async of(imports: readonly string[]): Promise<Result<ReadonlySet<string>, Problem>> {
    const key = imports.join();
    const known = this.#known.get(key);
    if (known !== undefined) return ok(known);
    const listed = await listLibrary(this.#lean, imports, () => true, this.#signal);
    if (!listed.ok) {
      const { kind, message } = listed.error;
      return fail({
        code: `lean-${kind}`,
        message: `Lean could not list the theorems of the library: ${message.slice(0, 200)}`,
      });
    }
    const names = new Set(listed.value.map(({ name }) => name));
    this.#known.set(key, names);
    return ok(names);
  }
}
