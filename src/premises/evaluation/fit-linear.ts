/** One question: what speaks for each of the candidates, and which of them are right. */
export interface Choice {
  readonly candidates: readonly Float64Array[];
  /** Places among the candidates, at least one. */
  readonly right: readonly number[];
}

const steps = 300;
const rate = 0.1;
/** Pull towards 0. */
const decay = 1e-4;

/**
 * Weights by which right candidates come first: the maximum of the mean log-probability of the right ones under a softmax
 * over all (ListNet, Cao et al., ICML 2007), by Adam over all choices at once.
 */
export function fitLinear(choices: readonly Choice[], size: number): readonly number[] {
  const weights = new Float64Array(size);
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  for (let step = 1; step <= steps; step++) {
    const gradient = weights.map((weight) => decay * weight);
    for (const choice of choices) addGradient(choice, weights, gradient, 1 / choices.length);
    for (let i = 0; i < size; i++) {
      mean[i] = 0.9 * mean[i]! + 0.1 * gradient[i]!;
      square[i] = 0.99 * square[i]! + 0.01 * gradient[i]! ** 2;
      weights[i]! -= (rate * (mean[i]! / (1 - 0.9 ** step))) / (Math.sqrt(square[i]! / (1 - 0.99 ** step)) + 1e-8);
    }
  }
  return [...weights];
}

/** Adds the gradient of the cross-entropy between the right candidates, each alike, and the softmax. */
function addGradient(
  { candidates, right }: Choice,
  weights: Float64Array,
  gradient: Float64Array,
  share: number,
): void {
  const scores = candidates.map((numbers) => numbers.reduce((sum, number, i) => sum + number * weights[i]!, 0));
  const highest = scores.reduce((a, b) => Math.max(a, b));
  const odds = scores.map((score) => Math.exp(score - highest));
  const total = odds.reduce((a, b) => a + b);
  const wanted = new Set(right);
  for (const [place, numbers] of candidates.entries()) {
    const error = odds[place]! / total - (wanted.has(place) ? 1 / right.length : 0);
    for (let i = 0; i < numbers.length; i++) gradient[i]! += share * error * numbers[i]!;
  }
}
