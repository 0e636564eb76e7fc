import type { StatedTheorem } from '../../../data/benchmark/benchmark.ts';
import { type AttemptOutcome, noStats } from '../../attempt.ts';
import type { AttemptRequest, AttemptResult, Prover } from '../../prover.ts';
import type { RemoteRun } from './remote-run.ts';

/** Judges a script anew; the coordinator's own Lean, where workers are not trusted. */
export type Judge = (
  theorem: StatedTheorem,
  script: string,
  signal: AbortSignal,
) => Promise<AttemptOutcome | { readonly kind: 'cancelled' }>;

/** A prover whose attempts are made by the workers of a queue. */
export class RemoteProver implements Prover {
  readonly #run: RemoteRun;
  readonly #judge: Judge | undefined;

  /** @param judge has the last word on what workers call proved; without one they are believed */
  constructor(run: RemoteRun, judge?: Judge) {
    this.#run = run;
    this.#judge = judge;
  }

  async attempt({ theorem, attempt, seed, signal }: AttemptRequest): Promise<AttemptResult> {
    const line = this.#run.lineOf(theorem.id);
    const answer = await this.#run.coordinator.ask({ line, theorem: theorem.id, attempt, seed }, signal);
    if (answer.kind === 'cancelled' || answer.kind === 'stopped') return answer;
    const onStored = answer.forget;
    if (answer.kind === 'given-up') {
      return { kind: 'finished', outcome: { kind: 'error', message: answer.reason }, stats: noStats, onStored };
    }
    const { result, worker } = answer;
    if (result.kind !== 'attempt') {
      const message = `the worker ${worker} sent something else than an attempt`;
      return { kind: 'finished', outcome: { kind: 'error', message }, stats: noStats, onStored };
    }
    const outcome = await this.#judged(theorem, result.outcome, worker, signal);
    if (outcome.kind === 'cancelled') return outcome;
    const { stats, trace } = result;
    return { kind: 'finished', outcome, stats, onStored, ...(trace !== undefined && { trace }) };
  }

  async #judged(
    theorem: StatedTheorem,
    outcome: AttemptOutcome,
    worker: string,
    signal: AbortSignal,
  ): Promise<AttemptOutcome | { readonly kind: 'cancelled' }> {
    if (this.#judge === undefined || outcome.kind !== 'proved') return outcome;
    const judged = await this.#judge(theorem, outcome.script, signal);
    if (judged.kind !== 'rejected') return judged;
    return { ...judged, message: `the worker ${worker} called it proved: ${judged.message}` };
  }
}
