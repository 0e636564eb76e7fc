import type { Candidate } from '../../contracts/generator.ts';
import type { Path } from '../graph/node.ts';

/** What the probability of a path is divided by: nothing, its number of tactics, or what their checks cost in Lean. */
export type EffortMeasure = 'none' | 'steps' | 'time';

export interface ScoringOptions {
  /** Divides the cumulative log-probability by depth to this power; 0 leaves it as it is. */
  readonly lengthNormalisation: number;
  /** Flattens (above 1) or sharpens (below 1) the distribution over the candidates of one state. */
  readonly temperature: number;
  /** With `time` the prices are learned from the clock, so that the same seed need not give the same search. */
  readonly effort: EffortMeasure;
  /** How much an estimate that a state can be proved counts beside the probability of the path to it; 0 for not at all. */
  readonly valueWeight: number;
}

/**
 * The priority of a tactic on a state, from the path that ends with the tactic: the higher, the sooner it is checked.
 *
 * Only the path from the start counts, not the siblings that a tactic leaves beside the state. All of them are needed
 * for a proof, so the path's log-probability is an upper bound on that of every proof through the state, and ordering
 * by an upper bound never puts a tactic off for the sake of a proof that is no likelier. For the same reason the value,
 * the logarithm of an estimate that the state can be proved, is that of the state alone. With those of its siblings the
 * product would be nearer to what a whole proof is worth; but a sibling is worth looking at until one of them is known to
 * be beyond proof, those of a high value, which come first now, cost little, and what is left then has its own value.
 *
 * Divided by the path's effort this is the order of Levin tree search: least effort / probability first. Where the
 * probabilities of the tactics of a state sum to at most 1 and each tactic leaves at most one state, all checks before
 * one of effort `g` and probability `p` cost at most `g / p` together. (The checks that were made form a tree whose
 * leaves have probabilities that sum to at most 1; each leaf's own path costs at most `g / p` times its probability.)
 * Where tactics leave several states at once the sum is at most the number of states that such a proof has side by side.
 *
 * Source: L. Orseau, L. Lelis, T. Lattimore, T. Weber, Single-agent policy tree search with guarantees, NeurIPS 2018;
 * L. Orseau, L. Lelis, Policy-guided heuristic search with guarantees, AAAI 2021 (where efforts differ, and `value`).
 */
export function score(path: Path, value: number, options: ScoringOptions): number {
  const { lengthNormalisation, effort, valueWeight } = options;
  const scale = lengthNormalisation === 0 ? 1 : Math.max(1, path.depth) ** lengthNormalisation;
  const estimate = path.logProbability / scale + valueWeight * value;
  return effort === 'none' ? estimate : estimate - Math.log(path.effort);
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
  return candidates.map((candidate) => ({
    ...candidate,
    logProbability: Math.min(0, candidate.logProbability / temperature + shift),
  }));
}
