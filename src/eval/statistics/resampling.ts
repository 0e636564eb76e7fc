import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95% interval of a mean by resampling, the percentile method: the values are resampled with replacement, and the 2.5th and 97.5th
 * percentile of the means taken. Source: Efron & Tibshirani, "An Introduction to the Bootstrap" (1993), section 13.3.
 * Equal arguments give equal intervals.
 */
export function resampledMean(values: readonly number[], seed: number, resamples = 2000): Interval {
  const count = values.length;
  if (count === 0) return { low: 0, high: 0 };
  const random = xoroshiro128plus(seed);
  const means = Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[uniformInt(random, 0, count - 1)]!;
    return sum / count;
  }).sort();
  return { low: quantile(means, 0.025), high: quantile(means, 0.975) };
}

/** The quantile of sorted values, interpolated linearly between neighbours. */
function quantile(sorted: Float64Array, fraction: number): number {
  const position = fraction * (sorted.length - 1);
  const below = sorted[Math.floor(position)]!;
  const above = sorted[Math.ceil(position)]!;
  return below + (above - below) * (position - Math.floor(position));
}
