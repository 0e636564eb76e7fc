import type { Problem } from '../data/problem.ts';
import type { ScoringOptions } from './scorer.ts';

export interface SearchOptions extends ScoringOptions {
  /** Nodes expanded at once. With 1 the search is deterministic for a seed. */
  readonly width: number;
  /** Candidates asked for a node in the first round; each later round asks for twice as many. */
  readonly candidates: number;
  /**
   * Rounds at most. When nothing is left to expand, nodes for which the generator gave all that was asked are expanded
   * again, with more candidates.
   */
  readonly rounds: number;
  /** Tactics given to Lean in one call. Smaller wastes fewer checks after one that proves; larger saves round trips. */
  readonly batch: number;
}

export const defaultOptions: SearchOptions = {
  width: 1,
  candidates: 32,
  rounds: 4,
  batch: 8,
  lengthNormalisation: 0,
  temperature: 1,
};

const countedFields = ['width', 'candidates', 'rounds', 'batch'] as const;

/** What is wrong with the options, if anything. */
export function checkOptions(options: SearchOptions): Problem | undefined {
  const problem = (field: string, wanted: string): Problem => ({
    code: 'bad-search-option',
    message: `The search option \`${field}\` must be ${wanted}.`,
  });
  const uncounted = countedFields.find((field) => !Number.isSafeInteger(options[field]) || options[field] < 1);
  if (uncounted !== undefined) return problem(uncounted, 'a whole number from 1 up');
  if (!(options.temperature > 0)) return problem('temperature', 'a number above 0');
  if (!(options.lengthNormalisation >= 0)) return problem('lengthNormalisation', 'a number from 0 up');
  return undefined;
}
