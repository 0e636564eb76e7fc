import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { mcnemarExact } from '../../../src/eval/statistics/mcnemar.ts';

describe("McNemar's exact test", () => {
  it('gives the tail of the binomial by hand: 1 against 5', () => {
    assert.ok(Math.abs(mcnemarExact(1, 5) - (2 * (1 + 6)) / 64) < 1e-15);
  });

  it('gives 1 where both solved the same theorems', () => {
    assert.equal(mcnemarExact(0, 0), 1);
  });

  it('gives 1 for an even split', () => {
    assert.equal(mcnemarExact(9, 9), 1);
  });

  it('does not depend on which run comes first', () => {
    fc.assert(fc.property(fc.nat(500), fc.nat(500), (a, b) => mcnemarExact(a, b) === mcnemarExact(b, a)));
  });

  it('keeps its digits for thousands of theorems', () => {
    const p = mcnemarExact(2400, 2600);
    assert.ok(Math.abs(p - 0.00488) < 0.0001, `${p}`);
  });
});
