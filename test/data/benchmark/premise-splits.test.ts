import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type PremiseTheorem, schemes, splitByScheme } from '../../../src/data/benchmark/premise-splits.ts';

const theorems = fc
  .array(fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 4 }), { minLength: 1, maxLength: 60 })
  .map((uses) =>
    uses.map((premises, i): PremiseTheorem => ({ name: `t${i}`, premises: premises.map((each) => `p${each}`) })),
  );

const names = (some: readonly PremiseTheorem[]) => some.map(({ name }) => name).toSorted();

describe('splits of a project', () => {
  for (const scheme of schemes) {
    it(`put every theorem on one side, in whatever order they come (${scheme})`, () => {
      fc.assert(
        fc.property(theorems, (all) => {
          const { train, valid, test } = splitByScheme(all, scheme);
          assert.deepEqual(names([...train, ...valid, ...test]), names(all));
          const again = splitByScheme(all.toReversed(), scheme);
          assert.deepEqual([again.train, again.valid, again.test].map(names), [train, valid, test].map(names));
        }),
      );
    });
  }

  it('hold a tenth out for each of validation and test at random', () => {
    const all = Array.from({ length: 200 }, (_, i) => ({ name: `t${i}`, premises: [] }));
    const { train, valid, test } = splitByScheme(all, 'random');
    assert.deepEqual([train.length, valid.length, test.length], [160, 20, 20]);
  });

  it('hold out, by novel premises, only theorems with a premise that no theorem of the training split uses', () => {
    fc.assert(
      fc.property(theorems, (all) => {
        const { train, valid, test } = splitByScheme(all, 'novel');
        const inTraining = new Set(train.flatMap(({ premises }) => premises));
        for (const { premises } of [...valid, ...test]) {
          assert.ok(premises.some((premise) => !inTraining.has(premise)));
        }
      }),
    );
  });

  it('begin with the rarest premises', () => {
    const users = (premise: string, count: number) =>
      Array.from({ length: count }, (_, i) => ({ name: `${premise}-${i}`, premises: [premise, 'everywhere'] }));
    const { train, valid, test } = splitByScheme([...users('common', 16), ...users('rare', 4)], 'novel');
    assert.deepEqual(names([...valid, ...test]), names(users('rare', 4)));
    assert.equal(train.length, 16);
  });
});
