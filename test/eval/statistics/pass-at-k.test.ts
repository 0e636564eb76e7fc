import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { passAtK } from '../../../src/eval/statistics/pass-at-k.ts';

/** The fraction of all k-subsets of n attempts, the first c of them successful, that hold a success. */
function byEnumeration(n: number, c: number, k: number): number {
  let subsets = 0;
  let successful = 0;
  for (let mask = 0; mask < 2 ** n; mask++) {
    const chosen = Array.from({ length: n }, (_, i) => i).filter((i) => mask & (2 ** i));
    if (chosen.length !== k) continue;
    subsets += 1;
    if (chosen.some((i) => i < c)) successful += 1;
  }
  return successful / subsets;
}

const counts = (most: number) =>
  fc
    .integer({ min: 1, max: most })
    .chain((n) =>
      fc.record({ n: fc.constant(n), c: fc.integer({ min: 0, max: n }), k: fc.integer({ min: 1, max: n }) }),
    );

describe('pass@k', () => {
  it('agrees with counting all subsets of up to eight attempts', () => {
    for (let n = 1; n <= 8; n++) {
      for (let c = 0; c <= n; c++) {
        for (let k = 1; k <= n; k++) {
          assert.ok(Math.abs(passAtK(n, c, k) - byEnumeration(n, c, k)) < 1e-14, `n = ${n}, c = ${c}, k = ${k}`);
        }
      }
    }
  });

  it('stays in [0, 1] up to a million attempts', () => {
    fc.assert(fc.property(counts(1_000_000), ({ n, c, k }) => passAtK(n, c, k) >= 0 && passAtK(n, c, k) <= 1));
  });

  it('never falls when k or c grows', () => {
    fc.assert(
      fc.property(counts(300), ({ n, c, k }) => {
        const slack = 1e-12;
        if (k < n) assert.ok(passAtK(n, c, k + 1) >= passAtK(n, c, k) - slack);
        if (c < n) assert.ok(passAtK(n, c + 1, k) >= passAtK(n, c, k) - slack);
      }),
    );
  });

  it('is exactly 0 without a success and exactly 1 when all succeed', () => {
    assert.equal(passAtK(1_000_000, 0, 1_000_000), 0);
    assert.equal(passAtK(1_000_000, 1_000_000, 1), 1);
  });

  it('is exactly 1 for k = n with one success', () => {
    assert.equal(passAtK(8, 1, 8), 1);
  });

  it('is the success rate for k = 1', () => {
    assert.equal(passAtK(1_000_000, 123_456, 1), 0.123456);
  });

  it('keeps all digits of a chance of two in a million', () => {
    assert.equal(passAtK(1_000_000, 1, 2), 2e-6);
    const exact = 1 - (999_998 * 999_997) / (1_000_000 * 999_999);
    assert.ok(Math.abs(passAtK(1_000_000, 2, 2) - exact) < 1e-15);
  });

  it('reaches 1 without overflow where failure is all but impossible', () => {
    assert.equal(passAtK(1_000_000, 500_000, 500_000), 1);
  });

  it('refuses k above n', () => {
    assert.throws(() => passAtK(4, 1, 5), RangeError);
  });
});
