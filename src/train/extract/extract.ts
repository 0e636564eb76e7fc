import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import { readText } from '../../data/text-file.ts';
import { locateRun } from '../../eval/store/find-runs.ts';
import { readRun } from '../../eval/store/run.ts';
import type { Lean } from '../../lean/index.ts';
import { extractFile } from './extract-file.ts';
import { collectRun } from './from-run.ts';
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
  for (const { path, module } of files) {
    if (signal.aborted) break;
    const text = await readText(path);
    if (!text.ok) return text;
    const proofs = await extractFile(lean, text.value, path, signal);
    if (!proofs.ok) return proofs;
    for (const { theorem, line, steps } of proofs.value) {
      if (steps === undefined) {
        onEvent({ kind: 'not-replayed', file: path, line, theorem });
        continue;
      }
      const split = splitOf(`${module}.${theorem || line}`);
      for (const { state, tactic, after, range, names } of steps) {
        const position = { line: range.start.line, column: range.start.column + 1 };
        collector.add({ theorem, module, split, state, tactic, after: [...after], position, names: [...names] });
      }
    }
    const replayed = proofs.value.filter(({ steps }) => steps !== undefined).length;
    onEvent({ kind: 'file-done', file: path, replayed, proofs: proofs.value.length });
  }
  return ok(undefined);
}
