import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { coreLibrary, type Premise } from '../../../src/generator/portfolio/library.ts';
import { PremiseIndex, relatedByName } from '../../../src/generator/portfolio/premises.ts';

const premise = (name: string, constants: readonly string[], head = 'Eq'): Premise => ({
  name,
  constants,
  head,
  rewrites: true,
});
const all = (): boolean => true;

describe('premise selection', () => {
  const filler = Array.from({ length: 40 }, (_, index) => premise(`filler${index}`, ['Eq', `c${index}`]));

  test('a theorem with all the constants of the goal comes before one with some', () => {
    const index = new PremiseIndex([...filler, premise('some', ['Eq', 'f']), premise('whole', ['Eq', 'f', 'g'])]);
    const [first] = index.select({ constants: ['Eq', 'f', 'g'], head: 'Eq' }, 1, all);
    assert.equal(first?.premise.name, 'whole');
  });

  test('constants that the goal lacks count against a theorem', () => {
    const index = new PremiseIndex([
      ...filler,
      premise('wide', ['Eq', 'f', 'x', 'y', 'z']),
      premise('narrow', ['Eq', 'f']),
    ]);
    const [first] = index.select({ constants: ['Eq', 'f'], head: 'Eq' }, 1, all);
    assert.equal(first?.premise.name, 'narrow');
  });

  test('constants that most theorems have find nothing by themselves', () => {
    const index = new PremiseIndex([...filler, premise('it', ['Eq', 'f'])]);
    assert.deepEqual(index.select({ constants: ['Eq'], head: 'Eq' }, 5, all), []);
  });

  test('what is not wanted is left out', () => {
    const index = new PremiseIndex([...filler, premise('it', ['Eq', 'f'])]);
    assert.deepEqual(
      index.select({ constants: ['f'], head: 'Eq' }, 5, ({ name }) => name !== 'it'),
      [],
    );
  });

  test('one question does not influence the next', () => {
    const index = new PremiseIndex([...filler, premise('f_theorem', ['Eq', 'f']), premise('g_theorem', ['Eq', 'g'])]);
    index.select({ constants: ['f'], head: 'Eq' }, 5, all);
    const second = index.select({ constants: ['g'], head: 'Eq' }, 5, all);
    assert.deepEqual(
      second.map((each) => each.premise.name),
      ['g_theorem'],
    );
  });

  test('in the core library, commutativity of addition is near a goal about sums', () => {
    const index = new PremiseIndex(coreLibrary().theorems);
    const constants = ['Nat', 'Eq', 'HAdd.hAdd', 'instHAdd', 'instAddNat'];
    const names = index.select({ constants, head: 'Eq' }, 40, all).map((each) => each.premise.name);
    assert.ok(names.includes('Nat.add_comm'), names.join(' '));
  });
});

describe('theorems of the file', () => {
  test('those whose names share words with the constants come first', () => {
    assert.deepEqual(relatedByName(['mul_comm', 'add_succ'], ['Foo.add', 'Foo.Num.succ'], 1), ['add_succ']);
  });
});
