import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { fitLinear } from '../../src/premises/evaluation/fit-linear.ts';
import {
  accessibleTo,
  Bm25Selector,
  FusedSelector,
  type FusionWeights,
  fittingLabels,
  MepoSelector,
  measuredLabels,
  type Premise,
  PremiseIndex,
  type PremiseLabel,
  type PremiseQuery,
  type PremiseSelector,
  RaritySelector,
} from '../../src/premises/index.ts';
import { Scores } from '../../src/premises/selectors/scores.ts';
import { premise } from './support.ts';

const query = (state: string, constants: readonly string[] = []): PremiseQuery => ({ state, constants, head: 'Eq' });
const names = async (selector: PremiseSelector, asked: PremiseQuery): Promise<readonly string[]> => {
  const [ranked = []] = await selector.select([asked], 50);
  return ranked.map((each) => each.premise.name);
};
const fixed = (name: string, order: readonly Premise[]): PremiseSelector => ({
  name,
  select: async (queries) => queries.map(() => order.map((each, rank) => ({ premise: each, score: -rank }))),
});

const weights: FusionWeights = {
  command: '',
  theorems: 0,
  members: { one: { share: 1, first: 2, near: 3 }, two: { share: 3, first: 2, near: 1 } },
  premise: { theorem: 0, head: 1, attribute: 0 },
};

describe('selectors', () => {
  const filler = Array.from({ length: 30 }, (_, index) =>
    premise(`other${index}`, [`c${index}`], { statement: `word${index}` }),
  );

  test('BM25: a statement with one more word of the goal, in place of another, never ranks lower', async () => {
    const words = fc.subarray(['append', 'length', 'reverse', 'filter'], { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(words, async (shared) => {
        const less = premise('less', [], { statement: [...shared.slice(1), 'unrelated'].join(' ') });
        const more = premise('more', [], { statement: shared.join(' ') });
        const [first] = await names(new Bm25Selector([...filler, less, more]), query(shared.join(' ')));
        assert.equal(first, 'more');
      }),
    );
  });

  test('premises behind a base are found as if they had been there from the start, and the base is left as it was', async () => {
    const own = [premise('own', ['f', 'g'])];
    const base = new RaritySelector(filler);
    assert.deepEqual(await names(new RaritySelector(own, base), query('', ['f'])), ['own']);
    assert.deepEqual(await names(base, query('', ['f'])), []);
  });

  test('fusion does not depend on the order of its members', async () => {
    const premises = ['a', 'b', 'c', 'd', 'e'].map((name) => premise(name, []));
    const order = fc.shuffledSubarray(premises, { minLength: 5, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(order, order, async (one, two) => {
        const members = [fixed('one', one), fixed('two', two)];
        const there = await names(new FusedSelector(members, weights), query(''));
        assert.deepEqual(await names(new FusedSelector(members.toReversed(), weights), query('')), there);
      }),
    );
  });

  test('a selector that the weights do not know has no say in the fusion', async () => {
    const premises = ['a', 'b', 'c'].map((name) => premise(name, []));
    const stranger = fixed('stranger', premises.toReversed());
    assert.deepEqual(await names(new FusedSelector([fixed('one', premises), stranger], weights), query('')), [
      'a',
      'b',
      'c',
    ]);
  });

  test('MePo: a premise that shares the rare constants of the goal comes in, and what it opens after it', async () => {
    const near = premise('near', ['f', 'g']);
    const next = premise('next', ['g']);
    assert.deepEqual(await names(new MepoSelector([...filler, next, near]), query('', ['f'])), ['near', 'next']);
  });

  test('the best scores are those that sorting all of them gives', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 60 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 12 }), (all, count) => {
        const scores = new Scores(all.length);
        for (const [place, amount] of all.entries()) scores.add(place, amount);
        const sorted = [...all.keys()].toSorted((a, b) => all[b]! - all[a]! || a - b);
        assert.deepEqual(scores.best(count), sorted.slice(0, count));
      }),
    );
  });

  test('weights fitted to choices put the right candidates first', () => {
    const choices = [
      { candidates: [Float64Array.of(1, 0), Float64Array.of(0, 1)], right: [1] },
      { candidates: [Float64Array.of(0.5, 0.8), Float64Array.of(0.9, 0.1)], right: [0] },
    ];
    const [noise = 0, signal = 0] = fitLinear(choices, 2);
    assert.ok(signal > noise);
  });
});

describe('an evaluation does not answer itself', () => {
  const label = (theorem: string, rest: Partial<PremiseLabel> = {}): PremiseLabel => ({
    theorem,
    module: 'B',
    split: 'novel-test',
    state: '',
    constants: [],
    head: '',
    premises: ['first'],
    proof: 'simp',
    statementHash: theorem,
    ...rest,
  });
  const index = new PremiseIndex(
    [
      premise('first', [], { module: 'A' }),
      premise('twice', [], { module: 'A' }),
      premise('earlier', [], { module: 'B', position: [1, 1] }),
      premise('it', [], { module: 'B', position: [5, 1] }),
      premise('later', [], { module: 'B', position: [9, 1] }),
      premise('elsewhere', [], { module: 'C' }),
    ],
    new Map([
      ['A', []],
      ['B', ['A']],
      ['C', ['B']],
    ]),
  );

  test('a theorem is never its own premise, nor is what comes after it', () => {
    const usable = index.premises.filter(accessibleTo(index, label('it'))).map(({ name }) => name);
    assert.deepEqual(usable, ['first', 'twice', 'earlier']);
  });

  test('a theorem that an imported module declares as well is not its own premise either', () => {
    const usable = index.premises.filter(accessibleTo(index, label('twice'))).map(({ name }) => name);
    assert.deepEqual(usable, ['first']);
  });

  test('held-out theorems that state what was fitted on are left out', () => {
    const labels = [
      label('fitted', { split: 'train', statementHash: '7' }),
      label('twin', { statementHash: '7' }),
      label('it'),
    ];
    assert.deepEqual(
      measuredLabels(labels, (split) => split === 'novel-test').map(({ theorem }) => theorem),
      ['it'],
    );
  });

  test('held-out theorems give no labels for fitting', () => {
    const labels = [label('fitted', { split: 'train' }), label('it')];
    assert.deepEqual(
      fittingLabels(labels).map(({ theorem }) => theorem),
      ['fitted'],
    );
  });
});
