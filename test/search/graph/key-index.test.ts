import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KeyIndex } from '../../../src/search/graph/key-index.ts';

test('an index finds what a map finds', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.array(fc.string()), (keys, others) => {
      const index = new KeyIndex<{ readonly key: string }>();
      const map = new Map(keys.map((key) => [key, { key }]));
      for (const item of map.values()) index.add(item);
      for (const key of [...keys, ...others]) assert.equal(index.get(key), map.get(key));
    }),
  );
});

test('an index finds all of its items after it has grown many times, and keeps their order', () => {
  const index = new KeyIndex<{ readonly key: string; readonly id: number }>();
  for (let id = 0; id < 50_000; id++) index.add({ key: `state ${id}`, id });
  for (let id = 0; id < 50_000; id++) assert.equal(index.get(`state ${id}`)?.id, id);
  assert.equal(index.get('state 50000'), undefined);
  assert(index.items.every((item, place) => item.id === place));
});

test('keys with the same hash are told apart', () => {
  // Both hash to the same 32 bits: a known collision of FNV-1a.
  const index = new KeyIndex<{ readonly key: string }>();
  index.add({ key: 'costarring' });
  assert.equal(index.get('liquid'), undefined);
  index.add({ key: 'liquid' });
  assert.deepEqual([index.get('costarring')?.key, index.get('liquid')?.key], ['costarring', 'liquid']);
});
