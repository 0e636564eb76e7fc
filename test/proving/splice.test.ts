import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Gap, splice } from '../../src/proving/splice.ts';

/** The gap at the only `sorry` of a text. */
function gapIn(text: string, position: Gap['position']): Gap {
  const start = Buffer.byteLength(text.slice(0, text.indexOf('sorry')), 'utf8');
  return { start, stop: start + 'sorry'.length, position };
}

const fill = (text: string, position: Gap['position'], script: readonly string[]) =>
  splice(text, [{ gap: gapIn(text, position), script }]);

describe('splice', () => {
  it('puts one tactic where the sorry stood, and touches nothing else', () => {
    assert.equal(fill('theorem t : p := by sorry -- ∀\n', 'tactic', ['simp']), 'theorem t : p := by simp -- ∀\n');
  });

  it('breaks the line after `by` for a script of several lines', () => {
    assert.equal(
      fill('theorem t : p := by sorry\n', 'tactic', ['intro h', 'simp']),
      'theorem t : p := by\n  intro h\n  simp\n',
    );
  });

  it('aligns a script with the column of a sorry on a line of its own', () => {
    assert.equal(fill('by\n    sorry\n', 'tactic', ['a', '· b']), 'by\n    a\n    · b\n');
  });

  it('counts columns in code points, as Lean does', () => {
    assert.equal(fill('  · sorry', 'tactic', ['a', 'b']), '  · a\n    b');
  });

  it('gives a block of its own to a script behind a combinator', () => {
    assert.equal(fill('  simp <;> sorry', 'tactic', ['a', 'b']), '  simp <;> (a\n            b)');
  });

  it('makes a `by` block of a term that is the whole body', () => {
    assert.equal(fill('theorem t : p := sorry', 'term', ['a', 'b']), 'theorem t : p := by\n  a\n  b');
  });

  it('parenthesises the block of a term inside another', () => {
    assert.equal(fill('⟨sorry, h⟩', 'term', ['a', 'b']), '⟨(by a\n     b), h⟩');
  });

  it('finds its place by bytes, behind text beyond ASCII', () => {
    assert.equal(fill('-- αβγ∀\nexample : p := by sorry', 'tactic', ['simp']), '-- αβγ∀\nexample : p := by simp');
  });

  it('fills several gaps of one text, in whatever order they are given', () => {
    const text = '⟨sorry, sorry⟩';
    const gap = (start: number): Gap => ({ start, stop: start + 5, position: 'term' });
    const [first, second] = [Buffer.byteLength('⟨'), Buffer.byteLength('⟨sorry, ')];
    const fillings = [
      { gap: gap(second), script: ['b'] },
      { gap: gap(first), script: ['a'] },
    ];
    assert.equal(splice(text, fillings), '⟨(by a), (by b)⟩');
  });

  it('keeps what follows out of a comment at the end of a script', () => {
    assert.equal(fill('⟨sorry, h⟩', 'term', ['exact h -- done']), '⟨(by exact h -- done\n ), h⟩');
    assert.equal(fill('⟨by sorry, h⟩', 'tactic', ['exact h -- done']), '⟨by exact h -- done\n    , h⟩');
    assert.equal(fill('simp <;> sorry', 'tactic', ['a', 'b -- c']), 'simp <;> (a\n          b -- c\n         )');
    assert.equal(fill('by sorry -- todo\n', 'tactic', ['simp -- ok']), 'by simp -- ok -- todo\n');
  });

  it('aligns a script behind another one on the same line with where it comes to stand', () => {
    const gap = (start: number): Gap => ({ start, stop: start + 5, position: 'term' });
    const fillings = [
      { gap: gap(Buffer.byteLength('⟨')), script: ['a', 'b'] },
      { gap: gap(Buffer.byteLength('⟨sorry, ')), script: ['c', 'd'] },
    ];
    assert.equal(splice('⟨sorry, sorry⟩', fillings), '⟨(by a\n     b), (by c\n             d)⟩');
  });

  it('returns the text as it is when there is nothing to fill', () => {
    assert.equal(splice('theorem t : p := sorry\r\n', []), 'theorem t : p := sorry\r\n');
  });
});
