import assert from 'node:assert/strict';
import { test } from 'node:test';
import { budgetFactor, planRound, type TheoremHistory } from '../../../src/train/iterate/round-plan.ts';

const theorems = Array.from({ length: 400 }, (_, i) => `g${i}`);
const ids = (plan: readonly { readonly id: string }[]) => plan.map(({ id }) => id);

/** The share of the theorems with an even number in plans over some seeds. */
function shareOfEven(history: ReadonlyMap<string, TheoremHistory>): number {
  const drawn = [1, 2, 3, 4, 5].flatMap((seed) => ids(planRound(theorems, history, 100, seed)));
  return drawn.filter((id) => Number(id.slice(1)) % 2 === 0).length / drawn.length;
}

const evenWith = (before: TheoremHistory) => new Map(theorems.filter((_, i) => i % 2 === 0).map((id) => [id, before]));

test('a plan holds the wanted number of different theorems, in the order of the benchmark', () => {
  const plan = ids(planRound(theorems, new Map(), 100, 3));
  assert.equal(new Set(plan).size, 100);
  assert.deepEqual(
    plan,
    plan.toSorted((a, b) => theorems.indexOf(a) - theorems.indexOf(b)),
  );
});

test('equal seeds draw equal theorems, other seeds others', () => {
  assert.deepEqual(planRound(theorems, new Map(), 50, 1), planRound(theorems, new Map(), 50, 1));
  assert.notDeepEqual(planRound(theorems, new Map(), 50, 1), planRound(theorems, new Map(), 50, 2));
});

test('theorems that every round has proved are drawn less', () => {
  assert.ok(Math.abs(shareOfEven(new Map()) - 0.5) < 0.1);
  assert.ok(shareOfEven(evenWith({ tried: 2, proved: 2 })) < 0.2);
});

test('theorems that were never proved come back with larger budgets, up to a limit', () => {
  const factors = [0, 1, 2, 3, 9].map((tried) => budgetFactor({ tried, proved: 0 }));
  assert.deepEqual(factors, [1, 2, 4, 8, 8]);
  assert.equal(budgetFactor({ tried: 3, proved: 1 }), 1);
  assert.ok(shareOfEven(evenWith({ tried: 2, proved: 0 })) > 0.4);
});
