import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  admitted,
  batchByLength,
  bytesNeeded,
  rowsWithin,
  worthInterrupting,
} from '../../../../src/generator/onnx/decode/admission.ts';

const budget = { bytes: 1000, bytesPerToken: 10, bytesPerPromptToken: 0 };
const demand = (rows: number, tokens: number) => ({ rows, tokens, promptTokens: 0 });

test('every row takes as many slots as the longest', () => {
  assert.equal(bytesNeeded([demand(2, 10), demand(3, 4)], budget), 5 * 10 * 10);
});

test('those who wait are let in, in their order, as long as they fit', () => {
  assert.equal(admitted([demand(4, 10), demand(4, 10), demand(4, 10)], [], budget), 2);
  assert.equal(admitted([demand(4, 10), demand(4, 10)], [demand(6, 10)], budget), 1);
  assert.equal(admitted([demand(8, 10), demand(1, 1)], [demand(6, 10)], budget), 0);
});

test('where nothing is active, one is let in whatever it takes', () => {
  assert.equal(admitted([demand(50, 10), demand(1, 1)], [], budget), 1);
});

test('a request is cut into as many rows as fit, and one at least', () => {
  assert.equal(rowsWithin({ tokens: 10, promptTokens: 0 }, budget), 10);
  assert.equal(rowsWithin({ tokens: 10_000, promptTokens: 0 }, budget), 1);
});

test('few who wait do not interrupt many, but not for long', () => {
  assert.ok(!worthInterrupting(1, 32, 0));
  assert.ok(worthInterrupting(8, 32, 0));
  assert.ok(worthInterrupting(1, 32, 4));
  assert.ok(worthInterrupting(1, 0, 0));
});

test('batches of prompts hold each once, are not too large, and are little padded', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 40 });
  fc.assert(
    fc.property(lengths, (lengths) => {
      const batches = batchByLength(lengths, 1000);
      assert.deepEqual(
        batches.flat().toSorted((a, b) => a - b),
        [...lengths.keys()],
      );
      for (const batch of batches) {
        const own = batch.map((i) => lengths[i]!);
        const size = Math.max(...own) * own.length;
        assert.ok(own.length === 1 || size <= 1000);
        assert.ok(own.length === 1 || size - own.reduce((a, b) => a + b, 0) <= 0.25 * size);
      }
    }),
  );
});
