import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KvCache } from '../../../../src/generator/onnx/decode/kv-cache.ts';
import type { CacheEntry } from '../../../../src/generator/onnx/model/signature.ts';

const entry: CacheEntry = {
  past: 'past',
  present: 'present',
  type: 'float32',
  outer: 2,
  inner: 3,
  cross: false,
  dims: (rows, time) => [rows, 2, time, 3],
};

/** What slot `slot` of head `head` of a row named `name` holds. */
const cell = (name: number, head: number, slot: number) => name * 100 + head * 10 + slot;

/** A cache of rows with the given names and lengths. */
function cacheOf(rows: readonly { readonly name: number; readonly length: number }[], capacity: number): KvCache {
  const data = new Float32Array(rows.length * 2 * capacity * 3);
  for (const [row, { name, length }] of rows.entries()) {
    for (let head = 0; head < 2; head++) {
      for (let slot = 0; slot < length; slot++) {
        const start = ((row * 2 + head) * capacity + slot) * 3;
        data.fill(cell(name, head, slot), start, start + 3);
      }
    }
  }
  const cache = new KvCache([entry]);
  cache.adopt(
    new Map([['past', data]]),
    capacity,
    rows.map(({ length }) => length),
  );
  return cache;
}

/** Checks that a row holds what a row of that name and length should. */
function assertRow(cache: KvCache, row: number, name: number, length: number): void {
  const { data, dims } = [...cache.inputs()][0]!;
  assert.deepEqual(dims, [cache.rows, 2, cache.capacity, 3]);
  assert.equal(cache.lengths[row], length);
  for (let head = 0; head < 2; head++) {
    for (let slot = 0; slot < length; slot++) {
      const start = ((row * 2 + head) * cache.capacity + slot) * 3;
      assert.equal(data[start], cell(name, head, slot), `row ${row}, head ${head}, slot ${slot}`);
      assert.equal(data[start + 2], cell(name, head, slot));
    }
  }
}

test('a prompt is shared by as many rows as are wanted', () => {
  const cache = new KvCache([entry]);
  const prompts = cacheOf(
    [
      { name: 1, length: 2 },
      { name: 2, length: 4 },
    ],
    4,
  );
  cache.append([
    { cache: prompts, row: 1, times: 2 },
    { cache: prompts, row: 0, times: 1 },
  ]);
  assertRow(cache, 0, 2, 4);
  assertRow(cache, 1, 2, 4);
  assertRow(cache, 2, 1, 2);
});

test('rows that join later leave those before them as they are', () => {
  const cache = cacheOf([{ name: 1, length: 2 }], 3);
  cache.append([{ cache: cacheOf([{ name: 2, length: 5 }], 5), row: 0, times: 1 }]);
  assertRow(cache, 0, 1, 2);
  assertRow(cache, 1, 2, 5);
});

test('new tokens go behind the last of each row', () => {
  const cache = cacheOf(
    [
      { name: 1, length: 2 },
      { name: 2, length: 4 },
    ],
    5,
  );
  const added = new Float32Array(2 * 2 * 3);
  for (const [block, value] of [cell(1, 0, 2), cell(1, 1, 2), cell(2, 0, 4), cell(2, 1, 4)].entries()) {
    added.fill(value, block * 3, block * 3 + 3);
  }
  cache.push(new Map([['past', added]]), 1);
  assertRow(cache, 0, 1, 3);
  assertRow(cache, 1, 2, 5);
});

test('slots can be added and taken away', () => {
  const cache = cacheOf(
    [
      { name: 1, length: 2 },
      { name: 2, length: 3 },
    ],
    4,
  );
  cache.resize(9, 0);
  assertRow(cache, 1, 2, 3);
  cache.resize(3, 0);
  assertRow(cache, 0, 1, 2);
  assertRow(cache, 1, 2, 3);
});

test('rows move and go', () => {
  const cache = cacheOf(
    [1, 2, 3].map((name) => ({ name, length: name })),
    4,
  );
  cache.rearrange([{ from: 2, to: 0 }], 2);
  assertRow(cache, 0, 3, 3);
  assertRow(cache, 1, 2, 2);
  assert.equal(cache.rows, 2);
});
