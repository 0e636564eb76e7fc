import type { TacticGenerator, TheoremContext } from '../generator/generator.ts';
import type { Budgets } from './budget.ts';
import type { Clock } from './clock.ts';
import type { OpenState, ProofEnvironment } from './environment.ts';
import type { SearchListener } from './events.ts';
import type { SearchOptions } from './options.ts';
import type { SearchResult } from './result.ts';

export interface SearchInput<S> {
  readonly environment: ProofEnvironment<S>;
  readonly generator: TacticGenerator;
  /** The states to prove, all of them. They stay the caller's: the search does not release them. */
  readonly roots: readonly OpenState<S>[];
  readonly theorem: TheoremContext;
  /** What is absent comes from `defaultOptions`. */
  readonly options?: Partial<SearchOptions>;
  readonly budgets?: Budgets;
  /** Decides all randomness of the search. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly onEvent?: SearchListener;
  readonly clock?: Clock;
}

export async function prove<S>(_input: SearchInput<S>): Promise<SearchResult> {
  throw new Error('prove: the driver comes with the next commit');
}
