import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Premise } from '../../../src/contracts/premises.ts';
import { PremiseIndex } from '../../../src/premises/index.ts';
import { Comparisons, type EncodedLabel } from '../../../src/train/retriever/comparisons.ts';
import type { ContrastiveBatch } from '../../../src/train/retriever/contrastive.ts';

const premise = (name: string, module: string, line: number, statement = name): Premise => ({
  ...{ name, module, statement, kind: 'theorem', position: [line, 1], constants: [], head: '', rewrites: false },
  ...{ attributes: [], deprecated: false, statementHash: statement },
});

const premises = [
  premise('A.one', 'Low', 1),
  premise('A.two', 'Low', 2),
  premise('A.three', 'Low', 3),
  premise('A.again', 'Low', 4, 'A.two'),
  premise('A.secret', 'Elsewhere', 1),
  premise('B.main', 'High', 5),
  premise('A.later', 'High', 6),
  premise('A.early', 'High', 1),
];
const index = new PremiseIndex(premises, new Map([['High', ['Low']]]));
const place = (name: string): number => index.placeOf(name)!;

const goal = { kind: 'state', name: '', text: '', constants: [], head: '' } as const;

const labelOf = (theorem: string, uses: readonly string[], line: number): EncodedLabel => ({
  ...{ theorem, module: 'High', positives: uses.map(place), file: 'labels', line },
  ...{ passage: goal, words: { words: [line], fields: [0] } },
});

/** Every premise is one word, one behind its place, so that a batch tells which it holds. */
const batchesOf = (labels: readonly EncodedLabel[], hardNegatives: number, epoch = 0): readonly ContrastiveBatch[] =>
  new Comparisons(index, (at) => ({ words: [1 + at], fields: [0] }), { batchStates: 8, hardNegatives, seed: 3 })
    .batches(labels, epoch)
    .map(({ make }) => make());

const columnsOf = ({ premises: { words } }: ContrastiveBatch): string[] =>
  Array.from(words, (word) => premises[Number(word) - 1]!.name);

test('hard negatives are accessible premises of the same namespace that neither are used nor say what is used', () => {
  const drawn = new Set<string>();
  for (let epoch = 0; epoch < 40; epoch++) {
    for (const batch of batchesOf([labelOf('B.main', ['A.two'], 1)], 2, epoch)) {
      for (const name of columnsOf(batch)) drawn.add(name);
    }
  }
  assert.deepEqual([...drawn].toSorted(), ['A.early', 'A.one', 'A.three', 'A.two']);
});

test('another positive of a state, what says the same, and the theorem itself are masked, and nothing else is', () => {
  const labels = [
    labelOf('B.main', ['A.one', 'A.two'], 1),
    labelOf('A.later', ['B.main'], 2),
    labelOf('A.later', ['A.again'], 3),
  ];
  const batch: ContrastiveBatch | undefined = batchesOf(
    [...labels, labelOf('A.later', ['A.two'], 4), labelOf('A.later', ['A.one'], 5)],
    0,
  )[0];
  assert.ok(batch);
  const columns = columnsOf(batch);
  for (let row = 0; row < batch.states.batch; row++) {
    const line: number = Number(batch.states.words[row]);
    const positive: string = columns[Number(batch.positives[row])]!;
    const masked: string[] = columns.filter((_, column) => batch.masked[row * columns.length + column] === 1);
    const expected: Record<number, string[]> = {
      1: ['A.one', 'A.two', 'A.again', 'B.main'],
      2: ['A.later'],
      3: ['A.two', 'A.again'],
      4: ['A.two', 'A.again'],
      5: ['A.one'],
    };
    const allowed: string[] = expected[line]!.filter((name) => columns.includes(name) && name !== positive);
    assert.deepEqual(masked.toSorted(), allowed.toSorted(), `label ${line}`);
  }
});

test('equal seeds and epochs draw equally, other epochs otherwise', () => {
  const labels = Array.from({ length: 6 }, (_, i) => labelOf('B.main', ['A.one', 'A.two', 'A.three'], i));
  assert.deepEqual(batchesOf(labels, 1), batchesOf(labels, 1));
  assert.notDeepEqual(batchesOf(labels, 1), batchesOf(labels, 1, 1));
});
