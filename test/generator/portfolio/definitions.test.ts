import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Definition, Goal } from '../../../src/data/goal.ts';
import { Portfolio } from '../../../src/generator/portfolio/portfolio.ts';
import { goal, natural, noCounts } from './goals.ts';

/** Without counts the order is that of the families. */
const portfolio = new Portfolio({ priors: noCounts });
const theorem = { name: 'it', localTheorems: [] };

async function tactics(theGoal: Goal, family: string): Promise<readonly string[]> {
  const drafts = await portfolio.drafts({ goals: [theGoal], theorem });
  return drafts.filter((draft) => draft.family === family).map(({ tactic }) => tactic);
}

const definition = (name: string, rest: Partial<Definition> = {}): Definition => ({
  name,
  kind: 'definition',
  isReducible: false,
  isRecursive: false,
  isInGoal: true,
  uses: [],
  arguments: ['Nat'],
  result: 'Nat',
  ...rest,
});

describe('what Lean says of the constants of a goal', () => {
  const theGoal = (definitions: readonly Definition[]): Goal => ({
    ...goal([natural('n')], 'grow n = Shrink n', 'Eq', ['Nat', 'Eq', 'grow', 'Shrink', 'Even.evidence']),
    definitions,
  });

  test('a reducible definition is unfolded by the simplifier, and not by grind, which would refuse the whole list', async () => {
    const described = theGoal([definition('grow'), definition('Shrink', { isReducible: true })]);
    assert.deepEqual(await tactics(described, 'grind-own'), ['grind [grow]']);
    assert.deepEqual(await tactics(described, 'simp-all-own'), ['simp_all [grow, Shrink]']);
  });

  test('a function with a capital letter is a function, and a predicate with a small one a predicate', async () => {
    const described = theGoal([definition('Shrink'), definition('grow', { result: 'Prop' })]);
    assert.deepEqual(await tactics(described, 'simp-own'), ['simp [Shrink, grow]', 'simp [Shrink]']);
  });

  test('constructors, types and theorems are not unfolded', async () => {
    const described = theGoal([
      definition('grow', { kind: 'constructor' }),
      definition('Shrink', { kind: 'theorem' }),
      definition('Even.evidence', { kind: 'type', result: 'Type' }),
    ]);
    assert.deepEqual(await tactics(described, 'simp-own'), []);
  });
});

describe('loops', () => {
  const array = { ...natural('a'), type: 'Array Int', head: 'Array', constructors: ['mk'] };
  const statement = 'search a 0 ≤ 7 ∧ ∀ (i : Nat), i < bound → a[i]! ≠ 3';
  const searching = (result: string): Goal => ({
    ...goal([array, natural('bound')], statement, 'And', ['Nat', 'search']),
    definitions: [definition('search', { isRecursive: true, arguments: ['Array Int', 'Nat'], result })],
  });

  const invariants = async (result: string): Promise<readonly string[]> => [
    ...(await tactics(searching(result), 'loop-likely-invariant')),
    ...(await tactics(searching(result), 'loop-invariant')),
  ];

  test('what is said of all indices below a bound is kept for those that the counter has passed', async () => {
    const all = await invariants('Int');
    assert.ok(all.some((tactic) => tactic.includes('(∀ i, i < i1 → a[i]! ≠ 3) →')));
  });

  test('what is said of the result is not said of a counter of another type', async () => {
    const kept = async (result: string): Promise<boolean> =>
      (await invariants(result)).some((tactic) => tactic.includes('(i1 ≤ 7) →'));
    assert.ok(await kept('Nat'));
    assert.ok(!(await kept('Int')));
  });
});
