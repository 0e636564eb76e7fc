import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { planRearrangement } from '../../../../src/generator/onnx/decode/rearrange.ts';

/** What lies in each row after the copies, for rows that hold their own number. */
function apply(wanted: readonly number[], rows: number): { readonly held: number[]; readonly copies: number } {
  const { copies, places } = planRearrangement(wanted, rows);
  const held = Array.from({ length: Math.max(rows, wanted.length) }, (_, row) => row);
  for (const { from, to } of copies) held[to] = held[from]!;
  assert.deepEqual(
    [...places].sort((a, b) => a - b),
    [...wanted.keys()],
    'each place of the block is used once',
  );
  return { held: places.map((place) => held[place]!), copies: copies.length };
}

test('every wanted row is found at its place', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.array(fc.nat(11), { maxLength: 20 }), (rows, picks) => {
      const wanted = picks.map((pick) => pick % rows);
      assert.deepEqual(apply(wanted, rows).held, wanted);
    }),
  );
});

test('rows that stay are not copied', () => {
  assert.equal(apply([0, 1, 2, 3], 4).copies, 0);
  assert.equal(apply([3, 1, 0, 2], 4).copies, 0);
});

test('a row that leaves costs one copy at most', () => {
  assert.equal(apply([0, 2, 3], 4).copies, 1);
  assert.equal(apply([0, 1, 2], 4).copies, 0);
});
