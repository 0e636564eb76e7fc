import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { epochBatches, groupSteps, pack, paddedLength } from '../../../src/train/dataset/packing.ts';
import { lengthOf, makeBatch, type TokenizedStep } from '../../../src/train/step/batch.ts';

const step = fc.record({
  input: fc.array(fc.nat(50), { minLength: 1, maxLength: 60 }),
  output: fc.array(fc.nat(50), { minLength: 1, maxLength: 20 }),
});
const examples = fc.array(step, { minLength: 1, maxLength: 60 });

test('every example is in exactly one batch of an epoch', () => {
  fc.assert(
    fc.property(examples, fc.nat(), (steps, seed) => {
      const packed = epochBatches(steps, 256, seed, 1).flatMap((batch) => batch.steps);
      assert.deepEqual(new Set(packed), new Set(steps));
      assert.equal(packed.length, steps.length);
    }),
  );
});

test('a batch of several examples keeps to the token budget, padding included', () => {
  fc.assert(
    fc.property(examples, fc.integer({ min: 16, max: 400 }), (steps, tokens) => {
      for (const batch of pack(steps, tokens)) {
        assert.ok(batch.steps.length === 1 || batch.steps.length * batch.time <= tokens);
        assert.equal(batch.time, paddedLength(Math.max(...batch.steps.map(lengthOf))));
      }
    }),
  );
});

test('equal seeds and epochs give equal orders, others do not', () => {
  const steps: TokenizedStep[] = Array.from({ length: 100 }, (_, i) => ({ input: [i], output: [0] }));
  const order = (seed: number, epoch: number) => epochBatches(steps, 64, seed, epoch).map((batch) => batch.steps);
  assert.deepEqual(order(1, 2), order(1, 2));
  assert.notDeepEqual(order(1, 2), order(1, 3));
  assert.notDeepEqual(order(1, 2), order(2, 2));
});

test('batches are grouped until a step has its tokens, and a small rest joins the last', () => {
  const batch = (rows: number) => ({ steps: Array<TokenizedStep>(rows).fill({ input: [1], output: [0] }), time: 16 });
  const groups = groupSteps([batch(4), batch(4), batch(8), batch(1)], 100);
  assert.deepEqual(
    groups.map((group) => group.map(({ steps }) => steps.length)),
    [
      [4, 4],
      [8, 1],
    ],
  );
});

test('only places that predict an output token are targets', () => {
  const batch = makeBatch(
    [
      { input: [5, 6], output: [7, 8, 9] },
      { input: [1], output: [2] },
    ],
    6,
    0,
  );
  assert.deepEqual(Array.from(batch.inputIds, Number), [5, 6, 7, 8, 0, 0, 1, 0, 0, 0, 0, 0]);
  assert.deepEqual(Array.from(batch.attentionMask, Number), [1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0]);
  assert.deepEqual(Array.from(batch.targetRows, Number), [1, 2, 3, 6]);
  assert.deepEqual(Array.from(batch.targetIds, Number), [7, 8, 9, 2]);
});
