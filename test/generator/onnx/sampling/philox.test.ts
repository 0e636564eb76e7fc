import assert from 'node:assert/strict';
import { test } from 'node:test';
import { philox4x32, uniform } from '../../../../src/generator/onnx/sampling/philox.ts';

// Known answers of the authors' library Random123 (kat_vectors, philox4x32 with 10 rounds).
test('gives the published answers', () => {
  assert.deepEqual(philox4x32([0, 0, 0, 0], [0, 0]), [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  const ones = 0xffffffff;
  assert.deepEqual(
    philox4x32([ones, ones, ones, ones], [ones, ones]),
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  );
  assert.deepEqual(
    philox4x32([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]),
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  );
});

test('differs between seeds, samples and positions, and repeats for the same', () => {
  const draws = [uniform(1, 0, 0), uniform(2, 0, 0), uniform(1, 1, 0), uniform(1, 0, 1), uniform(2 ** 32 + 1, 0, 0)];
  assert.equal(new Set(draws).size, draws.length);
  assert.equal(uniform(1, 0, 0), draws[0]);
});

test('is uniform on [0, 1)', () => {
  const draws = Array.from({ length: 20_000 }, (_, position) => uniform(7, 3, position));
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  assert.ok(Math.abs(mean - 0.5) < 4 / Math.sqrt(12 * draws.length));
  assert.ok(draws.every((x) => x >= 0 && x < 1));
});
