import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { goalProofstep } from '../../../src/data/prompt-format.ts';
import { toByteSymbols } from '../../../src/train/tokenizer/byte-symbols.ts';
import { joined, learnMerges } from '../../../src/train/tokenizer/learn-merges.ts';
import { learnTokenizer, textCodec, tokenizerFiles } from '../../../src/train/tokenizer/tokenizer.ts';

const steps = [
  '[GOAL]n : Nat\n⊢ n + 0 = n[PROOFSTEP]simp<|endoftext|>',
  "[GOAL]α : Type u_1\nl l' : List α\nh✝ : l <+~ l'\n⊢ l.length ≤ l'.length[PROOFSTEP]exact List.Subperm.length_le h✝<|endoftext|>",
  '[GOAL]a b : Nat\nh₁ : a ≤ b\n⊢ ∃ c, b = a + c[PROOFSTEP]exact ⟨b - a, by omega⟩<|endoftext|>',
];

test('the pair that occurs most becomes the first merge', () => {
  const words = new Map([
    ['abab', 2],
    ['abc', 1],
    ['bc', 3],
  ]);
  assert.deepEqual(learnMerges(words, 2), [
    ['a', 'b'],
    ['b', 'c'],
  ]);
});

test('overlapping pairs merge from the left', () => {
  assert.deepEqual(joined(['a', 'a', 'a'], 'a', 'a'), ['aa', 'a']);
});

test('every text comes back from its ids', () => {
  const codec = textCodec(learnTokenizer(steps, goalProofstep, 100));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...steps)), (text) => {
      fc.pre(text.isWellFormed());
      assert.equal(codec.decode(codec.encode(text)), text);
    }),
  );
});

test('ids are those of applying the merges in the order in which they were learned', () => {
  const files = learnTokenizer(steps, goalProofstep, 60);
  const { model } = files.tokenizer as { model: { vocab: Record<string, number>; merges: [string, string][] } };
  const codec = textCodec(files);
  for (const word of ['exact', ' Nat', ' List.Subperm.length_le', ' ⟨', ' ⊢', 'length']) {
    let symbols = Array.from(toByteSymbols(word));
    for (const [left, right] of model.merges) symbols = joined(symbols, left, right);
    assert.deepEqual(
      codec.encode(word),
      symbols.map((symbol) => model.vocab[symbol]),
      word,
    );
  }
});

test('markers are one token each, and learned tokens shorten the text', () => {
  const codec = textCodec(learnTokenizer(steps, goalProofstep, 200));
  const ids = codec.encode(steps[0]!);
  assert.equal(codec.decode(ids.slice(0, 1)), '[GOAL]');
  assert.equal(codec.decode(ids.slice(-1)), '<|endoftext|>');
  assert.ok(ids.length < new TextEncoder().encode(steps[0]).length / 2);
});

test('without merges every byte is a token', () => {
  const codec = textCodec(tokenizerFiles(goalProofstep, []));
  assert.equal(codec.vocabularySize, 256 + 3);
  assert.equal(codec.encode('⊢ n').length, 5);
});
