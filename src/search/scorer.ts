import type { Candidate } from '../contracts/generator.ts';
import type { Goal } from '../data/goal.ts';

export interface ScoringOptions {
  /** Divides the cumulative log-probability by depth to this power; 0 leaves it as it is. */
  readonly lengthNormalisation: number;
  /** Flattens (above 1) or sharpens (below 1) the distribution over the candidates of one state. */
  readonly temperature: number;
  /** Natural logarithm of an estimate that the goals can be proved; added to the score. */
  readonly value?: (goals: readonly Goal[]) => number;
}

/** What a score is computed from: the best path from the start to a node. */
export interface Path {
  /** Sum of the log-probabilities of the tactics along the path; at most 0. */
  readonly logProbability: number;
  /** Number of tactics along the path. */
  readonly depth: number;
}

/**
 * The priority of a state: the higher, the sooner it is expanded.
 *
 * Only the path from the start counts, not the siblings that a tactic leaves beside the state. All of them are needed
 * for a proof, so the path's log-probability is an upper bound on that of every proof through the state, and ordering
 * by an upper bound never puts a state off for the sake of a proof that is no likelier.
 */
export function score(path: Path, goals: readonly Goal[], options: ScoringOptions): number {
  const { lengthNormalisation, value } = options;
  const scale = lengthNormalisation === 0 ? 1 : Math.max(1, path.depth) ** lengthNormalisation;
  return path.logProbability / scale + (value === undefined ? 0 : value(goals));
}

/** Natural logarithm of the sum of the exponentials, without overflow. */
function logSumExp(values: readonly number[]): number {
  const top = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (top === Number.NEGATIVE_INFINITY) return top;
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
}

/**
 * The candidates with their log-probabilities at a temperature. The mass that the candidates hold together stays what it was,
 * so that temperature 1 changes nothing.
 */
export function atTemperature(candidates: readonly Candidate[], temperature: number): readonly Candidate[] {
  if (temperature === 1) return candidates;
  const given = candidates.map((candidate) => candidate.logProbability);
  const shift = logSumExp(given) - logSumExp(given.map((value) => value / temperature));
  if (!Number.isFinite(shift)) return candidates;
  return candidates.map(({ tactic, logProbability }) => ({
    tactic,
    logProbability: Math.min(0, logProbability / temperature + shift),
  }));
}
