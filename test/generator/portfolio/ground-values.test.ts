import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Definition } from '../../../src/data/goal.ts';
import { groundValue } from '../../../src/generator/portfolio/families/recursion/lemmas/ground-values.ts';

const constructorOf = (name: string, types: readonly string[], result: string): Definition => ({
  name,
  kind: 'constructor',
  isReducible: false,
  isRecursive: false,
  isInGoal: true,
  uses: [],
  arguments: types,
  result,
});

const definitions = [
  constructorOf('Num.zero', [], 'Num'),
  constructorOf('Num.next', ['Num'], 'Num'),
  constructorOf('Row.empty', [], 'Row α'),
  constructorOf('Row.more', ['α', 'Row α'], 'Row α'),
  constructorOf('Bush.leaf', [], 'Bush'),
  constructorOf('Bush.fork', ['Bush', 'Num', 'Bush'], 'Bush'),
];

const valueIn = (type: string, size: number): string | undefined => {
  let elements = 0;
  let sizes = 0;
  return groundValue(type, size, definitions, { element: () => `e${elements++}`, size: () => sizes++ });
};

describe('small values of a type', () => {
  test('a number is as many constructors deep as it is large', () => {
    assert.equal(valueIn('Num', 0), 'Num.zero');
    assert.equal(valueIn('Num', 2), '(Num.next (Num.next Num.zero))');
  });
  test('a list of what nothing is known of has elements of its own', () =>
    assert.equal(valueIn('Row β', 2), '(Row.more e0 (Row.more e1 Row.empty))'));
  test('a list of numbers has different numbers in it', () =>
    assert.equal(valueIn('Row Num', 2), '(Row.more Num.zero (Row.more (Num.next Num.zero) Row.empty))'));
  test('a tree is deep along one branch', () =>
    assert.equal(
      valueIn('Bush', 2),
      '(Bush.fork (Bush.fork Bush.leaf Num.zero Bush.leaf) (Num.next Num.zero) Bush.leaf)',
    ));
  test('values of library types are literals', () => {
    assert.equal(valueIn('Nat', 3), '3');
    assert.equal(valueIn('List Num', 2), '[Num.zero, (Num.next Num.zero)]');
  });
  test('there is none of a type without constructors that can be seen', () =>
    assert.equal(valueIn('Stream', 1), undefined));
});
