import type { Problem } from '../data/problem.ts';
import type { BudgetName } from './budget.ts';
import type { ProofBranch } from './proof.ts';
import type { Script } from './script.ts';
import type { SearchStats } from './stats.ts';

export interface FoundProof {
  /** A proof for each of the states that the search started from. */
  readonly branches: readonly ProofBranch[];
  readonly script: Script;
  /** Tactics that closed some state of this search, those that closed most first: what shortening may try. */
  readonly closers: readonly string[];
}

/** How a search ended. `failed` means that every state is dead: no candidate of the generator leads on. */
export type SearchResult =
  | { readonly kind: 'proved'; readonly proof: FoundProof; readonly stats: SearchStats }
  | { readonly kind: 'exhausted'; readonly budget: BudgetName; readonly stats: SearchStats }
  | { readonly kind: 'failed'; readonly stats: SearchStats }
  | { readonly kind: 'cancelled'; readonly stats: SearchStats }
  | { readonly kind: 'error'; readonly problem: Problem; readonly cause?: unknown; readonly stats: SearchStats };
