import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Proposal, ProposalRequest, TacticGenerator, TheoremContext } from '../../contracts/generator.ts';
import type { Goal } from '../../data/goal.ts';
import { allFamilies } from './families/index.ts';
import { initNames } from './library-names.ts';
import { Priors, type PriorTable, readPriors } from './priors.ts';
import { type Draft, draft, toCandidates } from './propose.ts';
import { viewGoal } from './view.ts';

/** What came to mind for a goal of a theorem. */
interface Known {
  readonly theorem: TheoremContext;
  readonly drafts: Promise<readonly Draft[]>;
}

export interface PortfolioSetup {
  /** Default: the fitted table that ships with the project. */
  readonly priors?: PriorTable;
}

/** Premises that are asked for a goal. */
const retrieved = 32;
/** Goals whose drafts are remembered: a search asks about a goal again when it has tried what it was given. */
const remembered = 256;

/**
 * Tactics from the goal, and from what retrieval finds for it where the theorem says what may be used: no model, no process,
 * and the same answer to the same request every time.
 */
export class Portfolio implements TacticGenerator {
  readonly name: string;
  readonly #priors: Priors;
  readonly #known = new LRUCache<Goal, Known>({ max: remembered });

  constructor(setup: PortfolioSetup = {}) {
    const table = setup.priors ?? readPriors();
    this.#priors = new Priors(table);
    const identity = createHash('sha256').update(JSON.stringify(table));
    this.name = `portfolio@${identity.digest('hex').slice(0, 8)}`;
  }

  async propose(requests: readonly ProposalRequest[], signal: AbortSignal): Promise<readonly Proposal[]> {
    signal.throwIfAborted();
    const drafts = await Promise.all(requests.map((request) => this.drafts(request)));
    signal.throwIfAborted();
    return drafts.map((drafted, place) => ({
      kind: 'candidates',
      candidates: toCandidates(drafted, requests[place]!.count),
      tokens: 0,
    }));
  }

  /** Everything that comes to mind for the first goal of the state, the most deserving first, with its family. */
  async drafts({ goals, theorem }: Pick<ProposalRequest, 'goals' | 'theorem'>): Promise<readonly Draft[]> {
    const goal = goals[0];
    if (goal === undefined) return [];
    const known = this.#known.get(goal);
    if (known?.theorem === theorem) return known.drafts;
    const drafts = this.#draft(goal, theorem);
    this.#known.set(goal, { theorem, drafts });
    drafts.catch(() => this.#known.delete(goal));
    return drafts;
  }

  async #draft(goal: Goal, theorem: TheoremContext): Promise<readonly Draft[]> {
    const ranked = (await theorem.premises?.select(goal, retrieved)) ?? [];
    const premises = ranked.map(({ premise }) => premise);
    return draft(viewGoal(goal, theorem, initNames(), premises), allFamilies, this.#priors);
  }

  async close(): Promise<void> {}
}

export const createPortfolio = (setup?: PortfolioSetup): TacticGenerator => new Portfolio(setup);
