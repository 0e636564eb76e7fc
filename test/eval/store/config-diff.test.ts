import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { configChanges, describeChange } from '../../../src/eval/store/config-diff.ts';

describe('the difference of two configurations', () => {
  it('names every field that changed, came or went, by its path', () => {
    const before = { seed: 1, budgets: { seconds: 60, checks: 5 }, ks: [1, 8] };
    const after = { seed: 1, budgets: { seconds: 30, tokens: 9 }, ks: [1] };
    assert.deepEqual(configChanges(before, after).map(describeChange), [
      'budgets.checks: 5 -> unset',
      'budgets.seconds: 60 -> 30',
      'budgets.tokens: unset -> 9',
      'ks: [1,8] -> [1]',
    ]);
  });

  it('is empty for equal values, whatever the order of their fields', () => {
    assert.deepEqual(configChanges({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }), []);
    fc.assert(fc.property(fc.json(), (text) => configChanges(JSON.parse(text), JSON.parse(text)).length === 0));
  });
});
