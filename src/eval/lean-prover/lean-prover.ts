import { renderScript } from '../../contracts/script.ts';
import {
  type OpenFailure,
  type ProvingSetup,
  proveTheorem,
  TheoremOpener,
  type TheoremOutcome,
  theoremSource,
} from '../../proving/index.ts';
import { type Clock, type SearchStats, systemClock } from '../../search/index.ts';
import { type AttemptOutcome, type AttemptStats, noStats } from '../attempt.ts';
import type { AttemptRequest, AttemptResult, Prover } from '../prover.ts';
import { TraceRecorder } from './trace-recorder.ts';

export type LeanProverOptions = Omit<ProvingSetup, 'budgets' | 'seed'>;

/** The real prover: an attempt is one way through the pipeline, with its search recorded. */
export class LeanProver implements Prover {
  readonly #options: LeanProverOptions;
  readonly #clock: Clock;
  readonly #opener: TheoremOpener;

  constructor(options: LeanProverOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#opener = new TheoremOpener(options.lean);
  }

  async attempt({ theorem, budgets, seed, signal }: AttemptRequest): Promise<AttemptResult> {
    const startedAt = this.#clock.now();
    const elapsed = () => (this.#clock.now() - startedAt) / 1000;
    const opened = await this.#opener.open(theoremSource(theorem), signal);
    if (!opened.ok) {
      const outcome = unopened(opened.error);
      if (outcome.kind === 'cancelled') return outcome;
      return { kind: 'finished', outcome, stats: { ...noStats, seconds: elapsed() } };
    }
    using open = opened.value;
    const recorder = new TraceRecorder();
    const setup = { ...this.#options, budgets: withoutUnset(budgets), seed };
    const report = await proveTheorem(setup, open, { signal, onEvent: recorder.listen });
    const outcome = attemptOutcome(report.outcome);
    if (outcome.kind === 'cancelled') return outcome;
    const stats = statsOf(report.stats, elapsed(), report.seconds.verifying);
    const { trace } = recorder;
    return { kind: 'finished', outcome, stats, ...(trace === undefined ? {} : { trace }) };
  }
}

type Ended = AttemptOutcome | { readonly kind: 'cancelled' };

const unopened = (failure: OpenFailure): Ended =>
  failure.kind === 'invalid' ? { kind: 'invalid-statement', message: failure.message } : failure;

function attemptOutcome(outcome: TheoremOutcome): Ended {
  switch (outcome.kind) {
    case 'proved':
      return { kind: 'proved', script: renderScript(outcome.script) };
    case 'rejected':
      return { ...outcome, script: renderScript(outcome.script) };
    default:
      return outcome;
  }
}

function statsOf(search: SearchStats | undefined, seconds: number, verifySeconds: number): AttemptStats {
  if (search === undefined) return { ...noStats, seconds };
  return {
    seconds,
    modelSeconds: search.seconds.model,
    leanSeconds: search.seconds.lean,
    verifySeconds,
    expansions: search.expansions,
    checks: search.checks,
    tokens: search.tokens,
    tactics: Object.fromEntries(Object.entries(search.outcomes).filter(([, count]) => count > 0)),
  };
}

/** Absent and `undefined` budgets mean the same to people, and are different things to the type checker. */
function withoutUnset(budgets: AttemptRequest['budgets']) {
  const { seconds, expansions, checks, tokens } = budgets;
  return {
    ...(seconds !== undefined && { seconds }),
    ...(expansions !== undefined && { expansions }),
    ...(checks !== undefined && { checks }),
    ...(tokens !== undefined && { tokens }),
  };
}
