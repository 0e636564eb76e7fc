import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TheoremContext } from '../../../src/contracts/generator.ts';
import type { Goal } from '../../../src/data/goal.ts';
import type { Premise } from '../../../src/data/premise.ts';
import { createPortfolio } from '../../../src/generator/portfolio/index.ts';
import { relatedByName } from '../../../src/generator/portfolio/related.ts';
import { fact, goal, natural, noCounts } from './goals.ts';

const premise = (name: string, rest: Partial<Premise> = {}): Premise => ({
  name,
  kind: 'theorem',
  statement: '',
  module: 'M',
  constants: ['Eq', 'f'],
  head: 'Eq',
  rewrites: true,
  attributes: [],
  deprecated: false,
  statementHash: name,
  ...rest,
});

/** Without counts the order is that of the families. */
const portfolio = createPortfolio({ priors: noCounts });

async function tactics(asked: Goal, found: readonly Premise[]): Promise<readonly string[]> {
  const theorem: TheoremContext = {
    name: 'it',
    localTheorems: [],
    premises: { select: async (_, count) => found.slice(0, count).map((premise) => ({ premise, score: 1 })) },
  };
  const request = { theorem, goals: [asked], count: 1000, seed: 0 };
  const [proposal] = await portfolio.propose([request], new AbortController().signal);
  assert.equal(proposal?.kind, 'candidates');
  return proposal?.kind === 'candidates' ? proposal.candidates.map(({ tactic }) => tactic) : [];
}

const equation = goal([natural('a')], 'f a = a', 'Eq', ['Nat', 'Eq', 'f']);

describe('what retrieval finds', () => {
  test('a goal that is asked about again is not looked for again, but it is for another theorem', async () => {
    let asked = 0;
    const theorem = (): TheoremContext => ({
      name: 'it',
      localTheorems: [],
      premises: { select: async () => [{ premise: premise(`found${asked++}`), score: 1 }] },
    });
    const names = async (context: TheoremContext, count: number): Promise<readonly string[]> => {
      const request = { theorem: context, goals: [equation], count, seed: 0 };
      const [proposal] = await portfolio.propose([request], new AbortController().signal);
      assert.ok(proposal?.kind === 'candidates');
      return proposal.candidates.map(({ tactic }) => tactic);
    };
    const [first, second] = [theorem(), theorem()];
    const few = await names(first, 3);
    assert.deepEqual((await names(first, 1000)).slice(0, 3), few);
    assert.equal(asked, 1);
    assert.ok((await names(second, 1000)).includes('exact found1 ..'));
  });

  test('a theorem with the conclusion of the goal closes it, rewrites it, and is handed to automation', async () => {
    const found = await tactics(equation, [premise('f_eq')]);
    for (const tactic of ['exact f_eq ..', 'rw [f_eq]', 'simp [f_eq]', 'grind [f_eq]']) {
      assert.ok(found.includes(tactic), tactic);
    }
  });

  test('what ranks higher comes first', async () => {
    const found = await tactics(equation, [premise('first'), premise('second'), premise('third')]);
    const places = ['first', 'second', 'third'].map((name) => found.indexOf(`exact ${name} ..`));
    assert.ok(!places.includes(-1));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
  });

  test('assumptions of a theorem are discharged by those of the goal and by what they carry', async () => {
    const wellFormed = fact('h', 'm.WF', 'Map.WF', ['mk']);
    const found = await tactics(goal([wellFormed], 'f m = m', 'Eq', ['Eq', 'f']), [premise('f_eq')]);
    assert.ok(found.includes('apply f_eq <;> first | assumption | exact h.1'));
  });

  test('a theorem that concludes something else is not applied', async () => {
    const found = await tactics(equation, [premise('f_le', { head: 'LE.le', rewrites: false })]);
    assert.ok(!found.some((tactic) => /^(?:exact|apply|rw) .*f_le/.test(tactic)));
    assert.ok(found.some((tactic) => tactic.startsWith('grind') && tactic.includes('f_le')));
  });

  test('the simplifier is not told what it knows', async () => {
    const found = await tactics(equation, [premise('known', { attributes: ['simp'] })]);
    assert.ok(!found.some((tactic) => tactic.startsWith('simp') && /\[.*known/.test(tactic)));
  });

  test('definitions are unfolded, and never applied', async () => {
    const found = await tactics(equation, [premise('f', { kind: 'definition', head: 'Nat', rewrites: false })]);
    assert.ok(found.includes('simp_all [f]'));
    assert.ok(!found.some((tactic) => tactic.startsWith('exact f')));
  });

  test('names that Lean makes up are never written', async () => {
    const found = await tactics(equation, [premise('f._proof_1'), premise('f.match_1'), premise('_private.M.0.f_eq')]);
    assert.ok(!found.some((tactic) => /_proof|match_1|_private/.test(tactic)));
  });

  test('under binders nothing is looked for: they are introduced first', async () => {
    const found = await tactics(goal([], '∀ (n : Nat), f n = n', '∀', ['Nat', 'Eq', 'f']), [premise('f_eq')]);
    assert.ok(!found.some((tactic) => tactic.includes('f_eq')));
  });
});

test('theorems of the file whose names share words with the constants come first', () => {
  assert.deepEqual(relatedByName(['mul_comm', 'add_succ'], ['Foo.add', 'Foo.Num.succ'], 1), ['add_succ']);
});
