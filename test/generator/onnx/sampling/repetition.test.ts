import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLooping } from '../../../../src/generator/onnx/sampling/repetition.ts';

const repeat = (group: readonly number[], length: number) => Array.from({ length }, (_, i) => group[i % group.length]!);

test('finds a group of tokens that goes on for 32 tokens', () => {
  assert.ok(isLooping([9, 8, 7, ...repeat([1, 2, 3], 32)]));
  assert.ok(isLooping(repeat([5], 32)));
});

test('lets a short repetition pass', () => {
  assert.ok(!isLooping(repeat([1, 2, 3], 31)));
  assert.ok(!isLooping([9, ...repeat([1, 2, 3], 31)]));
});

test('lets a long group pass', () => {
  assert.ok(!isLooping(repeat([1, 2, 3, 4, 5, 6, 7, 8, 9], 64)));
});
