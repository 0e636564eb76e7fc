import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chanceOf, quality } from '../../../src/train/metrics/quality.ts';

test('a coin toss for each of two tokens comes out right once in four', () => {
  const { loss, perplexity, length, chance } = quality(6 * Math.LN2, 6, 3);
  assert.deepEqual([loss, length], [Math.LN2, 2]);
  assert.ok(Math.abs(perplexity - 2) < 1e-12 && Math.abs(chance - 0.25) < 1e-12);
});

test('the chance in several samples is one less that of failing in all', () => {
  assert.ok(Math.abs(chanceOf(0.25, 2) - 0.4375) < 1e-12);
  assert.ok(Math.abs(chanceOf(1e-12, 1000) - 1e-9) < 1e-15);
  assert.equal(chanceOf(1, 3), 1);
});
