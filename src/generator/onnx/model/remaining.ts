/**
 * An output that a model may have beside its logits: [batch, time, classes], at the last token of a prompt the scores of
 * how many steps are left to a proof of its state. The classes are 1, 2, … steps, the last of these for all that are
 * more, and behind them one for "not proved".
 */
export const remainingOutput = 'steps_remaining';

/**
 * What a state that is a step further from its proof is worth of one that is not: about the probability that a step of a
 * proof has among the tactics of its state.
 */
const perStep = 0.1;

/** Natural logarithm of what a state is worth: Σ p(k steps) · perStep^(k - 1), by a softmax over the scores. */
export function stateValue(scores: Float32Array): number {
  const top = Math.max(...scores);
  const weights = Array.from(scores, (score) => Math.exp(score - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const worth = weights.slice(0, -1).reduce((sum, weight, step) => sum + weight * perStep ** step, 0);
  return Math.log(Math.max(worth / total, Number.MIN_VALUE));
}
