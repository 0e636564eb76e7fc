import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learningRateAt } from '../../src/train/schedule.ts';

test('the rate rises over the first 3% of the steps', () => {
  assert.deepEqual(
    [1, 15, 30].map((step) => learningRateAt(step, 1000, 0.6)),
    [0.02, 0.3, 0.6],
  );
});

test('the rate is half its peak half way down, and zero at the end', () => {
  assert.ok(Math.abs(learningRateAt(515, 1000, 1) - 0.5) < 1e-12);
  assert.equal(learningRateAt(1000, 1000, 1), 0);
});
