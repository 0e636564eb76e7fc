import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { Lean, LeanFailure, TracedFile, TracedText } from '../../lean/index.ts';
import { countSteps, type Replayed, replayProof } from '../../proving/index.ts';

/** What came of one tactic proof of a file. */
export interface TracedProof extends Replayed {
  /** Full name of the declaration, `''` for an `example`. */
  readonly theorem: string;
  /** 1-based line on which the proof begins. */
  readonly line: number;
}

export interface Trace {
  readonly file: TracedFile;
  readonly proofs: readonly TracedProof[];
}

/**
 * Takes the tactic proofs of a Lean file apart, as Lean has parsed and elaborated them, and replays each from the goals at which
 * its `by` stands, in the environment of that place.
 */
export async function traceProofs(lean: Lean, text: TracedText, signal: AbortSignal): Promise<Result<Trace, Problem>> {
  const traced = await lean.traceFile(text, signal);
  if (!traced.ok) return fail(problemOf(traced.error, text.fileName));
  const file = traced.value;
  const proofs: TracedProof[] = [];
  for (const [index, { declaration, range, tactics }] of file.proofs.entries()) {
    if (signal.aborted) break;
    const of = { theorem: declaration, line: range.start.line };
    const started = await lean.startProof(text, index, signal);
    if (started.ok) {
      proofs.push({ ...of, ...(await replayProof(lean, started.value, tactics, signal)) });
      lean.release(started.value.map(({ state }) => state));
      continue;
    }
    const { error } = started;
    if (error.kind !== 'refused') {
      if (error.kind === 'cancelled') break;
      return fail(problemOf(error, text.fileName));
    }
    const failure = { reason: 'elaboration', message: error.refusal.message, tactic: '', state: '', range } as const;
    proofs.push({ ...of, steps: [], failures: [failure], unreached: Math.max(0, countSteps(tactics) - 1) });
  }
  return ok({ file, proofs });
}

const problemOf = (failure: LeanFailure, file: string): Problem => ({
  code: `lean-${failure.kind}`,
  message: `Lean could not work on ${file}: ${failure.message}`,
  where: { file },
});
