/**
 * The unbiased estimate of the probability that at least one of k attempts succeeds, from n attempts of which c did:
 * 1 − C(n−c, k)/C(n, k). Source: Chen et al., "Evaluating Large Language Models Trained on Code" (2021), section 2.1.
 *
 * The quotient is a product of min(c, k) factors, summed as logarithms so that tiny and huge counts keep their digits.
 *
 * @throws RangeError unless 0 ≤ c ≤ n and 1 ≤ k ≤ n, all integers.
 */
export function passAtK(n: number, c: number, k: number): number {
  if (![n, c, k].every(Number.isSafeInteger) || c < 0 || c > n || k < 1 || k > n) {
    throw new RangeError(`pass@k needs 0 ≤ c ≤ n and 1 ≤ k ≤ n, got n = ${n}, c = ${c}, k = ${k}`);
  }
  if (c === 0) return 0;
  if (n - c < k) return 1;
  const [factors, other] = c < k ? [c, k] : [k, c];
  if (factors === 1) return other / n;
  let logAllFail = 0;
  for (let j = 0; j < factors; j++) logAllFail += Math.log1p(-other / (n - j));
  return -Math.expm1(logAllFail);
}
