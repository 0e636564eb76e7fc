import type { ProofEnvironment, TacticOutcome } from '../../search/index.ts';

/** Tactics given to Lean in one call: what comes after one that closes the state is lost work. */
const batch = 8;
/** Tactics kept of those that close the state. */
export const kept = 2;

/** The tactic, or an error where it leaves goals: they are not wanted here, and printing them is most of the time. */
const closingOnly = (tactic: string): string => `(${tactic}); done`;

/** Asks Lean which tactics close a state; none is tried twice. */
export class Closing<S> {
  readonly #environment: ProofEnvironment<S>;
  readonly #state: S;
  readonly #signal: AbortSignal;
  readonly #tried = new Set<string>();

  constructor(environment: ProofEnvironment<S>, state: S, signal: AbortSignal) {
    this.#environment = environment;
    this.#state = state;
    this.#signal = signal;
  }

  /** Those of the first batch that has some which close the state; empty where none does. */
  async first(tactics: readonly string[]): Promise<readonly string[]> {
    const fresh = tactics.filter((tactic) => !this.#tried.has(tactic));
    for (let from = 0; from < fresh.length && !this.#signal.aborted; from += batch) {
      const some = fresh.slice(from, from + batch);
      const outcomes = await this.outcomes(some);
      const closing = some.filter((_, i) => outcomes[i]?.kind === 'proved').slice(0, kept);
      if (closing.length > 0) return closing;
    }
    return [];
  }

  /** What Lean says to each. */
  outcomes(tactics: readonly string[]): Promise<readonly TacticOutcome<S>[]> {
    for (const tactic of tactics) this.#tried.add(tactic);
    return this.#environment.run(this.#state, tactics.map(closingOnly), this.#signal);
  }
}

/** Does Lean know the names that a tactic uses? All else that may be wrong with it comes later. */
export const knowsNames = (outcome: TacticOutcome<unknown> | undefined): boolean =>
  outcome !== undefined && !(outcome.kind === 'error' && /^unknown/i.test(outcome.message));
