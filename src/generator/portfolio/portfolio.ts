import { createHash } from 'node:crypto';
import type { Proposal, ProposalRequest, TacticGenerator } from '../../contracts/generator.ts';
import { allFamilies } from './families/index.ts';
import type { Family } from './family.ts';
import { coreLibrary, type Library } from './library.ts';
import { PremiseIndex } from './premises.ts';
import { Priors, type PriorTable, readPriors } from './priors.ts';
import { type Draft, draft, toCandidates } from './propose.ts';
import { viewGoal } from './view.ts';

export interface PortfolioSetup {
  /** What the library knows; default: the core library that ships with the project. */
  readonly library?: Library;
  /** Default: the fitted table that ships with the project. */
  readonly priors?: PriorTable;
}

/** Tactics from the goal alone: no model, no process, and the same answer to the same request every time. */
export class Portfolio implements TacticGenerator {
  readonly name: string;
  readonly #library: Library;
  readonly #families: readonly Family[];
  readonly #priors: Priors;

  constructor(setup: PortfolioSetup = {}) {
    const table = setup.priors ?? readPriors();
    this.#library = setup.library ?? coreLibrary();
    this.#families = allFamilies(new PremiseIndex(this.#library.theorems));
    this.#priors = new Priors(table);
    const identity = createHash('sha256').update(JSON.stringify(table)).update(`${this.#library.theorems.length}`);
    this.name = `portfolio@${identity.digest('hex').slice(0, 8)}`;
  }

  async propose(requests: readonly ProposalRequest[], signal: AbortSignal): Promise<readonly Proposal[]> {
    signal.throwIfAborted();
    return requests.map((request) => ({
      kind: 'candidates',
      candidates: toCandidates(this.drafts(request), request.count),
      tokens: 0,
    }));
  }

  /** Everything that comes to mind for the first goal of the state, the most deserving first, with its family. */
  drafts({ goals, theorem }: Pick<ProposalRequest, 'goals' | 'theorem'>): readonly Draft[] {
    const goal = goals[0];
    if (goal === undefined) return [];
    return draft(viewGoal(goal, theorem, this.#library.names), this.#families, this.#priors);
  }

  async close(): Promise<void> {}
}

export const createPortfolio = (setup?: PortfolioSetup): TacticGenerator => new Portfolio(setup);
