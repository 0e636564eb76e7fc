import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type BenchmarkTheorem, sampleTheorems, selectSplit } from '../../../src/data/benchmark/benchmark.ts';

const theorem = (id: string, split: string): BenchmarkTheorem => ({ kind: 'library', id, split, module: 'Init' });
const theorems = [theorem('a', 'train'), theorem('b', 'test'), theorem('c', 'test')];

function benchmark(all: readonly BenchmarkTheorem[], split = '') {
  const result = selectSplit('set', 'set.json', all, split);
  assert.ok(result.ok);
  return result.value;
}

describe('a benchmark', () => {
  it('holds the theorems of the split that was asked for, in their order', () => {
    assert.deepEqual(
      benchmark(theorems, 'test').theorems.map(({ id }) => id),
      ['b', 'c'],
    );
  });

  it('refuses an unknown split and lists those that exist', () => {
    const result = selectSplit('set', 'set.json', theorems, 'dev');
    assert.ok(!result.ok);
    assert.equal(result.error.code, 'unknown-split');
    assert.equal(result.error.hint, 'It has "test", "train".');
  });

  it('refuses to be empty', () => {
    const result = selectSplit('set', 'set.json', [], '');
    assert.equal(!result.ok && result.error.code, 'empty-benchmark');
  });

  it('has another hash once any theorem, its split or the order changes', () => {
    const hashes = [
      theorems,
      theorems.toReversed(),
      theorems.slice(1),
      [theorem('a', 'test'), ...theorems.slice(1)],
    ].map((all) => benchmark(all).hash);
    assert.equal(new Set(hashes).size, hashes.length);
  });
});

describe('a fixed sample', () => {
  const many = Array.from({ length: 60 }, (_, i) => theorem(`t${i}`, 'test'));

  it('does not depend on the order of the benchmark', () => {
    const ids = (all: readonly BenchmarkTheorem[]) => sampleTheorems(benchmark(all), 20).theorems.map(({ id }) => id);
    assert.deepEqual(new Set(ids(many)), new Set(ids(many.toReversed())));
  });

  it('is part of every larger one', () => {
    const ids = (size: number) => sampleTheorems(benchmark(many), size).theorems.map(({ id }) => id);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (a, b) => {
        const larger = ids(Math.max(a, b));
        return ids(Math.min(a, b)).every((id) => larger.includes(id));
      }),
    );
  });
});
