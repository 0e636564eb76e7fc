import type { TacticGenerator } from '../../generator/index.ts';
import type { Lean } from '../../lean/index.ts';
import { shortened } from '../../proving/index.ts';
import {
  type Clock,
  type FoundProof,
  prove,
  type Script,
  type SearchOptions,
  type SearchResult,
  type SearchStats,
  systemClock,
} from '../../search/index.ts';
import { type AttemptOutcome, type AttemptStats, noStats } from '../attempt.ts';
import type { AttemptRequest, AttemptResult, Prover } from '../prover.ts';
import { type OpenedTheorem, TheoremOpener } from './opening.ts';
import { TraceRecorder } from './trace-recorder.ts';
import { verifyScript } from './verification.ts';

export interface LeanProverOptions {
  readonly lean: Lean;
  readonly generator: TacticGenerator;
  readonly search?: Partial<SearchOptions>;
  readonly clock?: Clock;
}

/** The real prover: states the theorem in Lean, searches, and has a fresh Lean verify what is found. */
export class LeanProver implements Prover {
  readonly #options: LeanProverOptions;
  readonly #clock: Clock;
  readonly #opener: TheoremOpener;

  constructor(options: LeanProverOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#opener = new TheoremOpener(options.lean);
  }

  async attempt(request: AttemptRequest): Promise<AttemptResult> {
    const { theorem, signal } = request;
    const startedAt = this.#clock.now();
    const elapsed = () => (this.#clock.now() - startedAt) / 1000;
    const opened = await this.#opener.open(theorem, signal);
    if (!opened.ok) {
      if (opened.error.kind === 'cancelled') return opened.error;
      return { kind: 'finished', outcome: opened.error, stats: { ...noStats, seconds: elapsed() } };
    }
    const recorder = new TraceRecorder();
    const result = await this.#search(opened.value, request, recorder);
    const verificationStart = elapsed();
    const outcome = await this.#judge(opened.value, result, signal);
    this.#options.lean.release(opened.value.states.map(({ state }) => state));
    if (outcome.kind === 'cancelled') return outcome;
    const seconds = elapsed();
    const stats = statsOf(result.stats, seconds, result.kind === 'proved' ? seconds - verificationStart : 0);
    const { trace } = recorder;
    return { kind: 'finished', outcome, stats, ...(trace === undefined ? {} : { trace }) };
  }

  #search(opened: OpenedTheorem, request: AttemptRequest, recorder: TraceRecorder): Promise<SearchResult> {
    const { lean, generator, search } = this.#options;
    return prove({
      environment: lean,
      generator,
      roots: opened.states,
      theorem: opened.context,
      options: search ?? {},
      budgets: withoutUnset(request.budgets),
      seed: request.seed,
      signal: request.signal,
      onEvent: recorder.listen,
      clock: this.#clock,
    });
  }

  #script({ states }: OpenedTheorem, proof: FoundProof, signal: AbortSignal): Script | Promise<Script> {
    const [root, ...others] = states;
    if (root === undefined || others.length > 0) return proof.script;
    return shortened(this.#options.lean, root.state, proof, signal);
  }

  async #judge(
    opened: OpenedTheorem,
    result: SearchResult,
    signal: AbortSignal,
  ): Promise<AttemptOutcome | { readonly kind: 'cancelled' }> {
    switch (result.kind) {
      case 'proved':
        return verifyScript(this.#options.lean, opened, await this.#script(opened, result.proof, signal), signal);
      case 'exhausted':
        return { kind: 'exhausted', budget: result.budget };
      case 'failed':
        return { kind: 'failed' };
      case 'cancelled':
        return { kind: 'cancelled' };
      case 'error':
        return { kind: 'error', message: result.problem.message };
    }
  }
}

function statsOf(search: SearchStats, seconds: number, verifySeconds: number): AttemptStats {
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
