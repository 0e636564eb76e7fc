import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Premise, type PremiseQuery, RaritySelector } from '../../src/premises/index.ts';
import { premise } from './support.ts';

const namesFor = async (premises: readonly Premise[], query: Partial<PremiseQuery>): Promise<readonly string[]> => {
  const [ranked = []] = await new RaritySelector(premises).select(
    [{ state: '', constants: [], head: 'Eq', ...query }],
    5,
  );
  return ranked.map((each) => each.premise.name);
};

describe('premises by the rarity of the constants they share with the goal', () => {
  const filler = Array.from({ length: 40 }, (_, index) => premise(`filler${index}`, ['Eq', `c${index}`]));

  test('a theorem with all the constants of the goal comes before one with some', async () => {
    const premises = [...filler, premise('some', ['Eq', 'f']), premise('whole', ['Eq', 'f', 'g'])];
    assert.deepEqual(await namesFor(premises, { constants: ['Eq', 'f', 'g'] }), ['whole', 'some']);
  });

  test('constants that the goal lacks count against a theorem', async () => {
    const premises = [...filler, premise('wide', ['Eq', 'f', 'x', 'y', 'z']), premise('narrow', ['Eq', 'f'])];
    assert.deepEqual(await namesFor(premises, { constants: ['Eq', 'f'] }), ['narrow', 'wide']);
  });

  test('constants that most theorems have find nothing by themselves', async () => {
    assert.deepEqual(await namesFor([...filler, premise('it', ['Eq', 'f'])], { constants: ['Eq'] }), []);
  });

  test('what is not accessible is left out', async () => {
    const isAccessible = ({ name }: Premise): boolean => name !== 'it';
    assert.deepEqual(await namesFor([...filler, premise('it', ['f'])], { constants: ['f'], isAccessible }), []);
  });
});
