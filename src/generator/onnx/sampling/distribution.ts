/** What is summed below this distance from the largest logit is below half a unit in the last place of the sum. */
const negligible = -60;

/**
 * Natural logarithm of the sum of exponentials. NaN where a logit is NaN or +∞, or all are −∞: a model that answers
 * such logits has no distribution.
 */
export function logSumExp(logits: Float32Array): number {
  const max = largest(logits);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    const distance = logits[i]! - max;
    // Written so that NaN is summed, and found.
    if (!(distance < negligible)) sum += Math.exp(distance);
  }
  return max + Math.log(sum);
}

/** −∞ for no logits; NaN is passed over, `logSumExp` finds it. */
export function largest(logits: Float32Array): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) {
    if (logits[i]! > max) max = logits[i]!;
  }
  return max;
}
