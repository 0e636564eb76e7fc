import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  accessibleTo,
  Bm25Selector,
  FusedSelector,
  fittingLabels,
  measuredLabels,
  type Premise,
  PremiseIndex,
  type PremiseLabel,
  type PremiseQuery,
  type PremiseSelector,
  RaritySelector,
} from '../../src/premises/index.ts';
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
        const members = [fixed('one', one), fixed('two', two)].map((selector) => ({ selector, weight: 1 }));
        const there = await names(new FusedSelector(members), query(''));
        assert.deepEqual(await names(new FusedSelector(members.toReversed()), query('')), there);
      }),
    );
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
    assert.deepEqual(usable, ['first', 'earlier']);
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
