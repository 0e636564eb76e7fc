import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Passage } from '../../../src/premises/dense/passage.ts';
import { FeatureReader, type Field, ownWord } from '../../../src/premises/dense/words/features.ts';
import { padding, WordVocabulary } from '../../../src/premises/dense/words/vocabulary.ts';

const goal: Passage = {
  kind: 'state',
  name: '',
  text: 'α : Type u_1\nxs : Array α\nh : xs.isEmpty = true\n⊢ (Array.reverse xs).size = 0',
  constants: ['Array.size', 'Array.reverse'],
  head: 'Eq',
};
const statement: Passage = {
  kind: 'statement',
  name: 'List.length_append',
  text: '{α : Type u} {as bs : List α} : (as ++ bs).length = as.length + bs.length',
  constants: ['List.length'],
  head: 'Eq',
};

function wordsIn(passage: Passage, field: Field): readonly string[] {
  return new FeatureReader().read(passage).flatMap(([word, place]) => (place === field ? [word] : []));
}

test('words of a goal say whether they stand in its target, its hypotheses or its constants', () => {
  assert.deepEqual(wordsIn(goal, 'target'), ['⊢Eq', 'Array.reverse', 'array', 'reverse', 'size', '=', '0']);
  assert.ok(wordsIn(goal, 'hypothesis').includes('empty'));
  assert.ok(!wordsIn(goal, 'target').includes('empty'));
  assert.deepEqual(wordsIn(goal, 'goal-constant'), ['Array.size', 'Array.reverse']);
});

test('words of a premise say whether they stand in its name, its binders or its conclusion', () => {
  assert.deepEqual(wordsIn(statement, 'name'), ['list', 'length', 'append']);
  assert.ok(wordsIn(statement, 'binder').includes('List'));
  assert.ok(wordsIn(statement, 'conclusion').includes('++'));
  assert.ok(!wordsIn(statement, 'binder').includes('++'));
  assert.ok(!wordsIn(statement, 'conclusion').includes('Type'));
  assert.deepEqual(wordsIn(statement, 'itself'), [ownWord('List.length_append')]);
});

test('known words have numbers of their own, unknown ones equal numbers where they are equal, and none is padding', () => {
  const vocabulary = new WordVocabulary(['list', ownWord('Nat.add_comm')], 64);
  const idsOf = (...words: string[]) => vocabulary.encode(words.map((word) => [word, 'name'] as const)).words;
  const [list, comm] = idsOf('list', ownWord('Nat.add_comm'));
  const [unknown, other, again] = idsOf('frobnicate', 'quux', 'frobnicate');
  assert.equal(unknown, again);
  assert.equal(new Set([padding, list, comm, unknown, other]).size, 5);
  for (const id of [list, comm, unknown, other]) assert.ok(id! < vocabulary.size);
});

test('a premise that has no word of its own is read without one', () => {
  const vocabulary = new WordVocabulary(['list'], 64);
  assert.deepEqual(vocabulary.encode([[ownWord('List.length_append'), 'itself']]), { words: [], fields: [] });
});
