import type { StatedTheorem } from '../data/benchmark/benchmark.ts';
import type { ProofTrace } from '../data/proof-trace.ts';
import type { AttemptOutcome, AttemptStats } from './attempt.ts';
import type { Budgets } from './manifest.ts';

export interface AttemptRequest {
  readonly theorem: StatedTheorem;
  /** Decides all randomness of the attempt. */
  readonly seed: number;
  readonly budgets: Budgets;
  readonly signal: AbortSignal;
}

/** What the harness measures, whatever it is made of. Answers also where something breaks: only bugs are thrown. */
export interface Prover {
  attempt(request: AttemptRequest): Promise<AttemptResult>;
}

export type AttemptResult =
  | {
      readonly kind: 'finished';
      readonly outcome: AttemptOutcome;
      readonly stats: AttemptStats;
      /** Absent where the search never started. */
      readonly trace?: ProofTrace;
    }
  /** The signal aborted: the attempt has not been made. */
  | { readonly kind: 'cancelled' };
