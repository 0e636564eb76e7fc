import type { Budgets } from '../contracts/budget.ts';
import type { OpenState, ProofEnvironment } from '../contracts/environment.ts';
import type { TacticGenerator, TheoremContext } from '../contracts/generator.ts';
import { BestFirst } from './best-first.ts';
import { type Clock, systemClock } from './clock.ts';
import type { SearchListener } from './events.ts';
import type { Opening } from './opening.ts';
import { defaultOptions, type SearchOptions } from './options.ts';
import type { SearchResult } from './result.ts';

export interface SearchInput<S> {
  readonly environment: ProofEnvironment<S>;
  readonly generator: TacticGenerator;
  /** The states to prove, all of them. They stay the caller's: the search does not release them. */
  readonly roots: readonly OpenState<S>[];
  readonly theorem: TheoremContext;
  /** What is tried first. */
  readonly opening?: Opening<S>;
  /** What is absent comes from `defaultOptions`. */
  readonly options?: Partial<SearchOptions>;
  readonly budgets?: Budgets;
  /** Decides all randomness of the search. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly onEvent?: SearchListener;
  readonly clock?: Clock;
  /** Checks the invariants of the whole graph after every change; for tests, since it takes time quadratic in it. */
  readonly audit?: boolean;
}

/**
 * Searches for proofs of all the root states, best first. With width 1, a deterministic generator and a deterministic
 * environment, the same seed gives the same search. What goes wrong in the generator or the environment is a result of
 * kind `error`. When it resolves, nothing of it runs any more but calls that have been told to stop by their signal.
 */
export async function prove<S>(input: SearchInput<S>): Promise<SearchResult> {
  return new BestFirst({
    ...input,
    options: { ...defaultOptions, ...input.options },
    budgets: input.budgets ?? {},
    seed: input.seed ?? 0,
    signal: input.signal ?? new AbortController().signal,
    clock: input.clock ?? systemClock,
    opening: input.opening,
    onEvent: input.onEvent,
    audit: input.audit ?? false,
  }).run();
}
