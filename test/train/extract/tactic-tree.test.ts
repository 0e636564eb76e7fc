import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findProofs } from '../../../src/train/extract/proofs.ts';
import { type Block, textOf, withoutComments } from '../../../src/train/extract/source.ts';
import { tacticsOf } from '../../../src/train/extract/tactic-tree.ts';

const proofOf = (text: string): Block => findProofs(`theorem t : p := by${text}`)[0]!.block;
const parts = (block: Block): string[] => tacticsOf(block).map(({ whole }) => whole);

test('comments are blanked out, nested ones too, strings are not', () => {
  assert.equal(withoutComments('a -- b\n/- c /- 𝕜 -/ e -/ f "-- g"'), `a     \n${' '.repeat(18)} f "-- g"`);
});

test('a proof reaches to the next line that is indented no further than its declaration', () => {
  const text =
    'theorem a : p := by\n  simp\n\n  rfl\n\n/-- doc := by -/\n@[simp] theorem b : q := by omega\ndef c := 1\nexample : r := h\n';
  const proofs = findProofs(text);
  assert.deepEqual(
    proofs.map(({ declaration }) => declaration),
    ['a', 'b'],
  );
  assert.deepEqual(
    proofs.map(({ start, end }) => text.slice(start, end)),
    ['simp\n\n  rfl', 'omega'],
  );
});

test('tactics begin at the column of the first; what is indented further goes on', () => {
  assert.deepEqual(parts(proofOf('\n  simp only [a,\n    b]\n  calc x = y := h\n    _ = z := k\n  rfl')), [
    'simp only [a,\n  b]',
    'calc x = y := h\n  _ = z := k',
    'rfl',
  ]);
});

test('semicolons separate tactics, but not within brackets, and <;> does not', () => {
  const [tactic] = tacticsOf(proofOf(' intro h; exact ⟨by a; b, c⟩'));
  assert.ok(tactic?.kind === 'sequence');
  assert.deepEqual(tactic.parts.map(textOf), ['intro h', 'exact ⟨by a; b, c⟩']);
  const [then] = tacticsOf(proofOf(' constructor <;> simp <;> omega'));
  assert.ok(then?.kind === 'then');
  assert.deepEqual([textOf(then.first), textOf(then.second)], ['constructor <;> simp', 'omega']);
});

test('the alternatives of an induction come apart with their names', () => {
  const [tactic] = tacticsOf(
    proofOf(
      '\n  induction n generalizing m with\n  | zero => simp\n  | succ n ih =>\n    cases m\n    · rfl\n    · exact ih _',
    ),
  );
  assert.ok(tactic?.kind === 'alternatives');
  assert.equal(tactic.head, 'induction n generalizing m');
  assert.deepEqual(
    tactic.cases.map(({ names }) => names),
    [[{ tag: 'zero', names: [] }], [{ tag: 'succ', names: ['n', 'ih'] }]],
  );
  assert.deepEqual(parts(tactic.cases[1]!.body), ['cases m', '· rfl', '· exact ih _']);
});

test('alternatives may share a proof', () => {
  const [tactic] = tacticsOf(proofOf('\n  cases b with\n  | a | b x => rfl\n  | _ => simp'));
  assert.ok(tactic?.kind === 'alternatives');
  assert.deepEqual(
    tactic.cases.map(({ names }) => names.map(({ tag }) => tag)),
    [['a', 'b'], ['_']],
  );
});

test('a `|` inside of an alternative belongs to its tactic', () => {
  const [tactic] = tacticsOf(proofOf('\n  cases h with\n  | inl h => first | exact h | simp\n  | inr h => omega'));
  assert.ok(tactic?.kind === 'alternatives');
  assert.deepEqual(
    tactic.cases.map(({ body }) => textOf(body)),
    ['first | exact h | simp', 'omega'],
  );
});

test('`have` with a proof of its own comes apart, without a type or a proof it does not', () => {
  const kinds = tacticsOf(proofOf('\n  have h : a = b := by\n    simp\n  have : c := k\n  have := by exact k')).map(
    ({ kind }) => kind,
  );
  assert.deepEqual(kinds, ['have', 'plain', 'plain']);
});
