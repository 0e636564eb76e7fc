import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseLibraryManifest } from '../../../src/data/benchmark/library-manifest.ts';
import { buildLibraryManifest, type ListedTheorem } from '../../../src/data/library/build-manifest.ts';
import { novelSplits, randomSplits, type SplitTheorem, splitNames } from '../../../src/data/library/splits.ts';

const theorem = (name: string, module: string, statementHash = name): ListedTheorem => ({
  name,
  module,
  statementHash,
  ownModuleDefinitions: false,
});

/** Few modules and few statements, so that duplicates are common. */
const library = fc.uniqueArray(
  fc.record({
    name: fc.string({ minLength: 1, maxLength: 8 }),
    module: fc.integer({ min: 0, max: 40 }).map((i) => `Init.M${i}`),
    statementHash: fc.integer({ min: 0, max: 30 }).map(String),
  }),
  { selector: ({ name }) => name, maxLength: 80 },
);

const many = Array.from({ length: 4000 }, (_, i) => theorem(`t${i}`, `Init.M${i % 400}`));

for (const [scheme, split] of [
  ['random', randomSplits],
  ['novel', novelSplits],
] as const) {
  describe(`${scheme} splits of the library`, () => {
    it('never put the same statement on two sides', () => {
      fc.assert(
        fc.property(library, (theorems) => {
          const { splits } = split<SplitTheorem>(theorems);
          const sides = splitNames.map((side) => new Set(splits[side].map(({ statementHash }) => statementHash)));
          assert.equal(
            new Set(sides.flatMap((side) => [...side])).size,
            sides.reduce((sum, side) => sum + side.size, 0),
          );
        }),
      );
    });

    it('lose no theorem uncounted', () => {
      fc.assert(
        fc.property(library, (theorems) => {
          const { splits, nearDuplicates } = split<SplitTheorem>(theorems);
          const kept = splitNames.reduce((sum, side) => sum + splits[side].length, 0);
          assert.equal(kept + nearDuplicates.length, theorems.length);
        }),
      );
    });

    it('hold out about a tenth, half of it for testing', () => {
      const { splits } = split(many);
      for (const side of ['valid', 'test'] as const) {
        assert.ok(splits[side].length > 100 && splits[side].length < 320, `${side}: ${splits[side].length}`);
      }
    });

    it('put a theorem where it was, whatever else there is', () => {
      const side = (theorems: readonly ListedTheorem[], name: string) =>
        splitNames.find((each) => split(theorems).splits[each].some((one) => one.name === name));
      for (const { name } of many.slice(0, 20)) assert.equal(side(many.slice(0, 30), name), side(many, name));
    });
  });
}

describe('novel splits of the library', () => {
  it('keep every module on one side', () => {
    const { splits } = novelSplits(many);
    const modules = splitNames.map((side) => new Set(splits[side].map(({ module }) => module)));
    assert.equal(
      modules.reduce((sum, side) => sum + side.size, 0),
      400,
    );
  });
});

describe('the manifest of a library benchmark', () => {
  const listed = [
    ...many,
    theorem('propext', 'Init.Core'),
    theorem('List.map.match_1.congr_eq_1', 'Init.Core'),
    theorem('t0', 'Init.M7'),
    { ...theorem('own', 'Init.Own'), ownModuleDefinitions: true },
  ];
  const manifest = buildLibraryManifest(listed, 'random', { version: '4.28.0', githash: 'abc' });

  it('counts what it holds and what was left out', () => {
    const { listed: all, excluded, splits } = manifest.counts;
    assert.equal(all, 4004);
    assert.deepEqual(excluded, {
      axiom: 1,
      generated: 1,
      'in-another-module-already': 1,
      'own-module-definitions': 1,
      'near-duplicate-of-held-out': 0,
    });
    assert.equal(splits.train! + splits.valid! + splits.test!, 4000);
  });

  it('reads back as the benchmark that it states', () => {
    const read = parseLibraryManifest(JSON.stringify(manifest), 'library.json');
    assert.ok(read.ok);
    assert.equal(read.value.length, 4000);
    assert.equal(read.value.filter(({ split }) => split === 'test').length, manifest.counts.splits.test);
  });

  it('is the same in whatever order Lean lists the theorems', () => {
    const reversed = buildLibraryManifest(listed.toReversed(), 'random', { version: '4.28.0', githash: 'abc' });
    assert.ok(JSON.stringify(reversed) === JSON.stringify(manifest));
  });
});
