import type { BudgetName } from '../contracts/budget.ts';
import type { Script } from '../contracts/script.ts';
import type { Problem } from '../data/problem.ts';
import type { ProofBranch } from './proof/proof.ts';
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
  | (ErrorEnding & { readonly stats: SearchStats });

export type ErrorEnding = { readonly kind: 'error'; readonly problem: Problem; readonly cause?: unknown };

/** A result before its statistics and its proof are put together. */
export type Ending =
  | { readonly kind: 'proved' }
  | { readonly kind: 'exhausted'; readonly budget: BudgetName }
  | { readonly kind: 'failed' }
  | { readonly kind: 'cancelled' }
  | ErrorEnding;

/** Something was thrown by a generator, an environment, a listener or the search itself. */
export const crash = (cause: unknown): ErrorEnding => ({
  kind: 'error',
  problem: {
    code: 'search-crashed',
    message: `The search broke down: ${cause instanceof Error ? cause.message : String(cause)}`,
  },
  cause,
});

export const generatorFailure = (generator: string, message: string): ErrorEnding => ({
  kind: 'error',
  problem: { code: 'generator-failed', message: `The generator ${generator} failed: ${message}` },
});
