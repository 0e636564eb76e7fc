import type { TacticGenerator } from '../generator/index.ts';
import type { Lean, SessionState } from '../lean/index.ts';
import {
  type BudgetName,
  type Budgets,
  type Clock,
  type FoundProof,
  type ProofEnvironment,
  prove,
  type SearchEvent,
  type SearchOptions,
  type SearchResult,
  type SearchStats,
} from '../search/index.ts';
import type { OpenTheorem } from './open/theorem.ts';
import { wholeProofs } from './whole-proofs.ts';

/** What proofs are looked for with: the same for every search of a run. */
export interface ProvingSetup {
  readonly lean: Lean;
  readonly generator: TacticGenerator;
  /** What a search may spend. */
  readonly budgets?: Budgets;
  /** What is absent comes from the search's own defaults. */
  readonly search?: Partial<SearchOptions>;
  /** Decides all randomness. */
  readonly seed?: number;
  readonly clock?: Clock;
}

/** What one search needs of it: of Lean only that it runs tactics, and, for whole proofs, that it takes scripts apart. */
export type SearchSetup = Omit<ProvingSetup, 'lean'> & {
  readonly lean: ProofEnvironment<SessionState> & Partial<Pick<Lean, 'outline'>>;
};

/** How a proof is watched and stopped. */
export interface Watch<Event> {
  readonly signal?: AbortSignal;
  /** Called synchronously; may keep what it is given. */
  readonly onEvent?: (event: Event) => void;
}

/** How a search ended that found nothing. */
export type NotFound =
  | { readonly kind: 'exhausted'; readonly budget: BudgetName; readonly stats: SearchStats }
  /** Nothing is left to try. */
  | { readonly kind: 'failed'; readonly stats: SearchStats }
  | { readonly kind: 'cancelled'; readonly stats?: SearchStats }
  | { readonly kind: 'error'; readonly message: string; readonly stats?: SearchStats };

/** A proof that closes every goal of the search; nothing is verified. */
export interface Found {
  readonly kind: 'found';
  readonly proof: FoundProof;
  readonly stats: SearchStats;
}

/** The third step: searches for a proof of an open theorem. */
export async function find(
  { lean, generator, budgets = {}, search = {}, seed = 0, clock }: SearchSetup,
  theorem: Pick<OpenTheorem, 'states' | 'context'> & Partial<Pick<OpenTheorem, 'place'>>,
  { signal, onEvent }: Watch<SearchEvent> = {},
): Promise<Found | NotFound> {
  const { states, context } = theorem;
  const opening = wholeProofs(lean, generator, theorem, seed);
  const result = await prove({
    environment: lean,
    generator,
    roots: states,
    theorem: context,
    ...(opening !== undefined && { opening }),
    options: search,
    budgets,
    seed,
    ...(signal !== undefined && { signal }),
    ...(onEvent !== undefined && { onEvent }),
    ...(clock !== undefined && { clock }),
  });
  return outcomeOf(result);
}

function outcomeOf(result: SearchResult): Found | NotFound {
  switch (result.kind) {
    case 'proved':
      return { kind: 'found', proof: result.proof, stats: result.stats };
    case 'error':
      return { kind: 'error', message: result.problem.message, stats: result.stats };
    default:
      return result;
  }
}
