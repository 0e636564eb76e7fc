import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Definition } from '../../../src/data/goal.ts';
import { groundValue } from '../../../src/generator/portfolio/families/recursion/ground-values.ts';

const constructor = (name: string, types: readonly string[], result: string): Definition => ({
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
  constructor('Num.zero', [], 'Num'),
  constructor('Num.next', ['Num'], 'Num'),
  constructor('Row.empty', [], 'Row α'),
  constructor('Row.more', ['α', 'Row α'], 'Row α'),
  constructor('Bush.leaf', [], 'Bush'),
  constructor('Bush.fork', ['Bush', 'Num', 'Bush'], 'Bush'),
];

const valueOf = (type: string, size: number): string | undefined => {
  let elements = 0;
  return groundValue(type, size, definitions, () => `e${elements++}`);
};

describe('small values of a type', () => {
  test('a number is as many constructors deep as it is large', () => {
    assert.equal(valueOf('Num', 0), 'Num.zero');
    assert.equal(valueOf('Num', 2), '(Num.next (Num.next Num.zero))');
  });
  test('a list of what nothing is known of has elements of its own', () =>
    assert.equal(valueOf('Row β', 2), '(Row.more e0 (Row.more e1 Row.empty))'));
  test('a list of numbers has numbers in it', () =>
    assert.equal(valueOf('Row Num', 1), '(Row.more (Num.next Num.zero) Row.empty)'));
  test('a tree is deep along one branch', () =>
    assert.equal(
      valueOf('Bush', 2),
      '(Bush.fork (Bush.fork Bush.leaf (Num.next Num.zero) Bush.leaf) (Num.next Num.zero) Bush.leaf)',
    ));
  test('values of library types are literals', () => {
    assert.equal(valueOf('Nat', 3), '3');
    assert.equal(valueOf('List Num', 1), '[(Num.next Num.zero)]');
  });
  test('there is none of a type without constructors that can be seen', () =>
    assert.equal(valueOf('Stream', 1), undefined));
});
