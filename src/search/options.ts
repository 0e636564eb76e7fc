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
