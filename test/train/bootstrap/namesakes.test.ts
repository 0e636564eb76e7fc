import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Namesakes } from '../../../src/train/bootstrap/namesakes.ts';

const namesakes = new Namesakes([
  'Std.TreeMap.isEmpty_insert',
  'Std.HashMap.isEmpty_insert',
  'Std.DTreeMap.isEmpty_insert',
  'Std.DTreeMap.Internal.Impl.isEmpty_insert',
  'Std.DTreeMap.Internal.Impl.isEmpty_insert!',
  'Std.DTreeMap.isEmpty_erase',
  'insert',
]);

test('namesakes share the last part of the name; the most similar namespace comes first', () => {
  assert.deepEqual(namesakes.of('Std.DTreeMap.Raw.isEmpty_insert', 9), [
    'Std.DTreeMap.isEmpty_insert',
    'Std.DTreeMap.Internal.Impl.isEmpty_insert',
    'Std.HashMap.isEmpty_insert',
    'Std.TreeMap.isEmpty_insert',
    'Std.DTreeMap.Internal.Impl.isEmpty_insert!',
  ]);
});

test('a theorem is no namesake of itself', () => {
  assert.ok(!namesakes.of('Std.TreeMap.isEmpty_insert', 9).includes('Std.TreeMap.isEmpty_insert'));
});

test('no more than asked for are given', () => {
  assert.deepEqual(namesakes.of('Std.TreeMap.isEmpty_insert', 1), ['Std.DTreeMap.isEmpty_insert']);
});

test('a name that nothing shares has none', () => {
  assert.deepEqual(namesakes.of('Nat.add_comm', 9), []);
});
