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
  const flat = choices.map((choice) => flattened(choice, size));
  const weights = new Float64Array(size);
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  for (let step = 1; step <= steps; step++) {
    const gradient = weights.map((weight) => decay * weight);
    for (const choice of flat) addGradient(choice, weights, gradient, 1 / choices.length);
    for (let i = 0; i < size; i++) {
      mean[i] = 0.9 * mean[i]! + 0.1 * gradient[i]!;
      square[i] = 0.99 * square[i]! + 0.01 * gradient[i]! ** 2;
      weights[i]! -= (rate * (mean[i]! / (1 - 0.9 ** step))) / (Math.sqrt(square[i]! / (1 - 0.99 ** step)) + 1e-8);
    }
  }
  return [...weights];
}

/** A choice with the numbers of all candidates one after another, and what share of the choice each candidate should have. */
interface FlatChoice {
  readonly numbers: Float64Array;
  readonly wanted: Float64Array;
}

function flattened({ candidates, right }: Choice, size: number): FlatChoice {
  const numbers = new Float64Array(candidates.length * size);
  for (const [place, candidate] of candidates.entries()) numbers.set(candidate, place * size);
  const wanted = new Float64Array(candidates.length);
  for (const place of right) wanted[place] = 1 / right.length;
  return { numbers, wanted };
}

/** Adds the gradient of the cross-entropy between the right candidates, each alike, and the softmax. */
function addGradient(
  { numbers, wanted }: FlatChoice,
  weights: Float64Array,
  gradient: Float64Array,
  share: number,
): void {
  const size = weights.length;
  const odds = new Float64Array(wanted.length);
  let highest = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < odds.length; place++) {
    let score = 0;
    for (let i = 0; i < size; i++) score += numbers[place * size + i]! * weights[i]!;
    odds[place] = score;
    if (score > highest) highest = score;
  }
  let total = 0;
  for (let place = 0; place < odds.length; place++) {
    odds[place] = Math.exp(odds[place]! - highest);
    total += odds[place]!;
  }
  for (let place = 0; place < odds.length; place++) {
    const error = share * (odds[place]! / total - wanted[place]!);
    for (let i = 0; i < size; i++) gradient[i]! += error * numbers[place * size + i]!;
  }
}
