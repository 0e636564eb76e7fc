import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { resampledMean } from '../../../src/eval/statistics/resampling.ts';

describe('the resampled interval of a mean', () => {
  it('is an interval within the range of the values', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, fc.nat(), (sample, seed) => {
        const { low, high } = resampledMean(sample, seed, 50);
        assert.ok(Math.min(...sample) - 1e-12 <= low && low <= high && high <= Math.max(...sample) + 1e-12);
      }),
    );
  });

  it('repeats for the same seed and differs for another', () => {
    const values = Array.from({ length: 30 }, (_, i) => i / 30);
    assert.deepEqual(resampledMean(values, 7), resampledMean(values, 7));
    assert.notDeepEqual(resampledMean(values, 7), resampledMean(values, 8));
  });

  it('is close to the normal interval for 400 theorems of which 100 are solved', () => {
    const values = Array.from({ length: 400 }, (_, i) => (i < 100 ? 1 : 0));
    const { low, high } = resampledMean(values, 1);
    const halfWidth = 1.96 * Math.sqrt((0.25 * 0.75) / 400);
    assert.ok(Math.abs(low - (0.25 - halfWidth)) < 0.006);
    assert.ok(Math.abs(high - (0.25 + halfWidth)) < 0.006);
  });

  it('has no width where all theorems fare the same', () => {
    assert.deepEqual(resampledMean([1, 1, 1], 3), { low: 1, high: 1 });
  });
});
