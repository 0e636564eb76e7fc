import assert from 'node:assert/strict';
import { test } from 'node:test';
import { budgetFactor, type GoalHistory, planRound } from '../../../src/train/iterate/goal-plan.ts';

const goals = Array.from({ length: 400 }, (_, i) => `g${i}`);
const ids = (plan: readonly { readonly id: string }[]) => plan.map(({ id }) => id);

/** The share of the goals with an even number in plans over some seeds. */
function shareOfEven(history: ReadonlyMap<string, GoalHistory>): number {
  const drawn = [1, 2, 3, 4, 5].flatMap((seed) => ids(planRound(goals, history, 100, seed)));
  return drawn.filter((id) => Number(id.slice(1)) % 2 === 0).length / drawn.length;
}

const evenWith = (before: GoalHistory) => new Map(goals.filter((_, i) => i % 2 === 0).map((id) => [id, before]));

test('a plan holds the wanted number of different goals, in the order of the benchmark', () => {
  const plan = ids(planRound(goals, new Map(), 100, 3));
  assert.equal(new Set(plan).size, 100);
  assert.deepEqual(
    plan,
    plan.toSorted((a, b) => goals.indexOf(a) - goals.indexOf(b)),
  );
});

test('equal seeds draw equal goals, other seeds others', () => {
  assert.deepEqual(planRound(goals, new Map(), 50, 1), planRound(goals, new Map(), 50, 1));
  assert.notDeepEqual(planRound(goals, new Map(), 50, 1), planRound(goals, new Map(), 50, 2));
});

test('goals that every round has proved are drawn less', () => {
  assert.ok(Math.abs(shareOfEven(new Map()) - 0.5) < 0.1);
  assert.ok(shareOfEven(evenWith({ tried: 2, proved: 2 })) < 0.2);
});

test('goals that were never proved come back with larger budgets, up to a limit', () => {
  const factors = [0, 1, 2, 3, 9].map((tried) => budgetFactor({ tried, proved: 0 }));
  assert.deepEqual(factors, [1, 2, 4, 8, 8]);
  assert.equal(budgetFactor({ tried: 3, proved: 1 }), 1);
  assert.ok(shareOfEven(evenWith({ tried: 2, proved: 0 })) > 0.4);
});
