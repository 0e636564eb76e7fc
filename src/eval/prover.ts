import type { Attemptable, StatedTheorem } from '../data/benchmark/benchmark.ts';
import type { Problem } from '../data/problem.ts';
import type { ProofTrace } from '../data/proof-trace.ts';
import type { AttemptOutcome, AttemptStats } from './attempt.ts';
import type { AttemptBudgets } from './manifest.ts';

export interface AttemptRequest<T extends Attemptable = StatedTheorem> {
  readonly theorem: T;
  /** From 0 to n − 1. */
  readonly attempt: number;
  /** Decides all randomness of the attempt. */
  readonly seed: number;
  readonly budgets: AttemptBudgets;
  readonly signal: AbortSignal;
}

/** What the harness measures, whatever it is made of. Answers also where something breaks: only bugs are thrown. */
export interface Prover<T extends Attemptable = StatedTheorem> {
  attempt(request: AttemptRequest<T>): Promise<AttemptResult>;
}

export type AttemptResult =
  | {
      readonly kind: 'finished';
      readonly outcome: AttemptOutcome;
      readonly stats: AttemptStats;
      /** Absent where the search never started. */
      readonly trace?: ProofTrace;
      /** Is called once the result is on disk: whoever kept it until then need not keep it any longer. */
      readonly onStored?: () => Promise<void>;
    }
  /** No attempt can be made before a person has put something right. The run ends, and can be taken up again. */
  | { readonly kind: 'stopped'; readonly problem: Problem }
  /** The signal aborted: the attempt has not been made. */
  | { readonly kind: 'cancelled' };
