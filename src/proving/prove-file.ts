import PQueue from 'p-queue';
import type { TheoremContext } from '../contracts/generator.ts';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import type { Lean, LoadedFile } from '../lean/index.ts';
import type { ProveEvent, SorryOutcome, TargetOutcome, TargetReport } from './events.ts';
import { proveSorry, type SearchSetup } from './prove-sorry.ts';
import { type Filling, splice } from './splice.ts';
import { selectTargets, type Target, targetsOf } from './target.ts';
import { VerificationQueue } from './verification-queue.ts';
import { verifyFindings } from './verify.ts';

export interface ProveFileInput extends SearchSetup {
  readonly text: string;
  readonly fileName: string;
  /** Only these declarations; all where it is empty. */
  readonly theorems: readonly string[];
  readonly signal: AbortSignal;
  readonly onEvent: (event: ProveEvent) => void;
}

export interface FileReport {
  readonly reports: readonly TargetReport[];
  /** The file with every proof that passed the check in the place of its `sorry`. */
  readonly completed: string;
}

/**
 * Proves the `sorry`s of a Lean file: searches for all of them, as many at a time as Lean has workers, and has a fresh Lean
 * verify each declaration whose last `sorry` has a script, while the searches for the others go on.
 */
export async function proveFile(input: ProveFileInput): Promise<Result<FileReport, Problem>> {
  const { lean, text, fileName, signal, onEvent } = input;
  const loaded = await loadTargets(lean, text, fileName, input.theorems, signal);
  if (!loaded.ok) return loaded;
  const { file, targets } = loaded.value;
  onEvent({ kind: 'file-loaded', file: fileName, targets });

  const run = new FileRun(input, file);
  const concurrency = Math.min(lean.workers, targets.length);
  const options = { width: Math.max(1, Math.floor(lean.workers / concurrency)), ...input.options };
  const queue = new PQueue({ concurrency });
  const searched = targets.map((target) => queue.add(() => run.search(target, options)));
  const reports = await Promise.all(searched.map(async (found) => run.settle(await found)));
  return ok({ reports, completed: run.completed });
}

/** What the searches for one target have come to. */
interface Searched {
  readonly target: Target;
  readonly sorries: readonly SorryOutcome[];
  /** `performance.now()` when they began. */
  readonly start: number;
}

/** One file on its way: what is proved so far, and the searches that add to it. */
class FileRun {
  readonly #input: ProveFileInput;
  readonly #file: LoadedFile;
  readonly #sound: Filling[] = [];
  readonly #verification: VerificationQueue;

  constructor(input: ProveFileInput, file: LoadedFile) {
    this.#input = input;
    this.#file = file;
    this.#verification = new VerificationQueue((findings) => verifyFindings(input.lean, file, findings, input.signal));
  }

  get completed(): string {
    return splice(this.#file.text, this.#sound);
  }

  async search(target: Target, options: SearchSetup['options']): Promise<Searched> {
    const { onEvent, signal } = this.#input;
    const start = performance.now();
    onEvent({ kind: 'target-started', target });
    const sorries: SorryOutcome[] = [];
    for (const sorry of target.sorries) {
      sorries.push(
        signal.aborted
          ? { kind: 'interrupted' }
          : await proveSorry(
              { ...this.#input, options },
              this.#file,
              sorry.index,
              this.#context(target),
              signal,
              (event) => onEvent({ kind: 'search', target, sorry: sorry.index, event }),
            ),
      );
    }
    return { target, sorries, start };
  }

  /** Verifies what was found, keeps it where it is sound, and says what became of the target. */
  async settle({ target, sorries, start }: Searched): Promise<TargetReport> {
    const outcome = await this.#judged(target, sorries);
    const report = { target, outcome, sorries, seconds: (performance.now() - start) / 1000 };
    this.#input.onEvent({ kind: 'target-finished', report, completed: this.completed });
    return report;
  }

  async #judged(target: Target, sorries: readonly SorryOutcome[]): Promise<TargetOutcome> {
    const fillings = target.sorries.flatMap((sorry, i): Filling[] => {
      const outcome = sorries[i];
      if (outcome?.kind !== 'filled') return [];
      const { start, stop } = sorry.range;
      return [{ gap: { start: start.byte, stop: stop.byte, position: sorry.position }, script: outcome.script }];
    });
    const missing = sorries.find((outcome) => outcome.kind !== 'filled');
    if (fillings.length === 0) return unfilled(missing);
    // Where some `sorry` is still open, the rest is sound if that is all that the judge has against it.
    const isSound = (verdict: TargetOutcome): boolean =>
      missing === undefined ? verdict.kind === 'proved' : verdict.kind === 'rejected' && verdict.reason === 'sorry';
    this.#input.onEvent({ kind: 'verifying', target });
    const verdict = await this.#verification.verify({ target, fillings, isSound });
    if (isSound(verdict)) this.#sound.push(...fillings);
    return missing === undefined ? verdict : unfilled(missing);
  }

  #context(target: Target): TheoremContext {
    const open = new Set(targetsOf(this.#file.sorries).map((other) => other.checkName));
    const own = this.#file.theorems.indexOf(target.checkName);
    const before = own === -1 ? this.#file.theorems : this.#file.theorems.slice(0, own);
    return {
      name: target.name,
      localTheorems: before.filter((name) => !open.has(name)),
      modules: this.#file.imports,
    };
  }
}

function unfilled(outcome: SorryOutcome | undefined): TargetOutcome {
  switch (outcome?.kind) {
    case 'open':
      return { kind: 'unproved', why: outcome.why };
    case 'interrupted':
    case 'error':
      return outcome;
    default:
      return { kind: 'error', message: 'nothing was searched' };
  }
}

interface Loaded {
  readonly file: LoadedFile;
  readonly targets: readonly Target[];
}

async function loadTargets(
  lean: Lean,
  text: string,
  fileName: string,
  theorems: readonly string[],
  signal: AbortSignal,
): Promise<Result<Loaded, Problem>> {
  const loaded = await lean.loadFile(text, fileName, signal);
  if (!loaded.ok) {
    return fail({
      code: `lean-${loaded.error.kind}`,
      message: `Lean could not load the file: ${loaded.error.message}`,
      where: { file: fileName },
    });
  }
  const error = loaded.value.messages.find((message) => message.severity === 'error');
  if (error !== undefined) {
    const { line, column } = error.position;
    return fail({
      code: 'lean-error',
      message: error.text,
      where: { file: fileName, line, column },
      hint: 'Lean must accept the file, apart from its `sorry`s, before they can be proved.',
    });
  }
  const targets = targetsOf(loaded.value.sorries);
  if (targets.length === 0) {
    return fail({
      code: 'no-sorry',
      message: 'There is no `sorry` in the file, so there is nothing to prove.',
      where: { file: fileName },
      hint: 'Write `sorry` where you want a proof, as in `theorem t : 1 + 1 = 2 := by sorry`.',
    });
  }
  const selected = theorems.length === 0 ? ok(targets) : selectTargets(targets, theorems, fileName);
  return selected.ok ? ok({ file: loaded.value, targets: selected.value }) : selected;
}
