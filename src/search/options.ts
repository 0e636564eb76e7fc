import type { Problem } from '../data/problem.ts';
import type { ScoringOptions } from './priority/scorer.ts';

export interface SearchOptions extends ScoringOptions {
  /**
   * Batches of tactics in Lean at once, and states with a generator at once. With 1 only one thing is under way at any
   * time, and the search is deterministic for a seed.
   */
  readonly width: number;
  /** Candidates asked for a state at first, over all sources; each later question about it asks for twice as many. */
  readonly candidates: number;
  /** How often each source is asked about a state at most. A source that gave less than was asked is not asked again. */
  readonly questions: number;
  /** Are tactics left out that Lean is known to refuse, from what it has refused before? */
  readonly foresight: boolean;
  /**
   * The share of the limits that a tactic gets at first, above 0 and at most 1. One that overruns it waits on the frontier
   * for a second try with the whole of them, as much less likely as that is dearer.
   */
  readonly patience: number;
  /** Tactics given to Lean in one call at most. Smaller wastes fewer checks after one that proves; larger saves round trips. */
  readonly batch: number;
}

export const defaultOptions: SearchOptions = {
  width: 1,
  candidates: 32,
  questions: 4,
  foresight: true,
  patience: 0.25,
  batch: 4,
  lengthNormalisation: 0,
  temperature: 1,
  effort: 'none',
  valueWeight: 1,
};

const countedFields = ['width', 'candidates', 'questions', 'batch'] as const;

/** What is wrong with the options, if anything. */
export function checkOptions(options: SearchOptions): Problem | undefined {
  const problem = (field: string, wanted: string): Problem => ({
    code: 'bad-search-option',
    message: `The search option \`${field}\` must be ${wanted}.`,
  });
  const uncounted = countedFields.find((field) => !Number.isSafeInteger(options[field]) || options[field] < 1);
  if (uncounted !== undefined) return problem(uncounted, 'a whole number from 1 up');
  if (!(options.temperature > 0)) return problem('temperature', 'a number above 0');
  if (!(options.patience > 0 && options.patience <= 1)) return problem('patience', 'a number above 0 and at most 1');
  const amounts = ['lengthNormalisation', 'valueWeight'] as const;
  const wrong = amounts.find((field) => !(options[field] >= 0));
  if (wrong !== undefined) return problem(wrong, 'a number from 0 up');
  return undefined;
}
