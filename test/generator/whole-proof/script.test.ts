import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scriptIn } from '../../../src/generator/whole-proof/script.ts';

const fenced = (code: string): string => `\`\`\`lean4\n${code}\n\`\`\``;
const proof = 'theorem t (p : Prop) (h : p := by trivial) : p ∧ p := by\n  constructor\n  · exact h\n  · exact h';
const script = 'constructor\n· exact h\n· exact h';

describe('the script in an answer', () => {
  it('is the proof of the theorem in a block of code', () => {
    assert.equal(scriptIn(fenced(proof), 't'), script);
  });

  it('whatever is said around it', () => {
    const answer = `### Plan\nFirst \`constructor\`, then \`exact h\`.\n\n${fenced(proof)}\n\nThis completes the proof.`;
    assert.equal(scriptIn(answer, 't'), script);
  });

  it('not what was only thought', () => {
    const answer = `<think>\n${fenced('theorem t : p := by\n  simp')}\n</think>\n${fenced(proof)}`;
    assert.equal(scriptIn(answer, 't'), script);
    assert.equal(scriptIn(`so simp?\n</think>\n${fenced(proof)}`, 't'), script);
  });

  it('of the last block that holds one', () => {
    const sketch = fenced('theorem t : p ∧ p := by\n  sorry');
    assert.equal(scriptIn(`${sketch}\nAnd so:\n${fenced(proof)}\nOutput:\n${fenced('no errors')}`, 't'), script);
  });

  it('of the theorem that was asked for, and not of its helpers', () => {
    const code = `lemma helper : True := by\n  trivial\n\n${proof}\n\ntheorem later : True := by\n  simp\n`;
    assert.equal(scriptIn(fenced(code), 't'), script);
    assert.equal(scriptIn(fenced(proof.replace('theorem t', 'theorem renamed')), 't'), script);
  });

  it('keeps a sorry: it is a step that fails', () => {
    const code = 'theorem t : p ∧ p := by\n  constructor\n  · sorry\n  · exact h';
    assert.equal(scriptIn(fenced(code), 't'), 'constructor\n· sorry\n· exact h');
  });

  it('is what stands in the block, where no theorem is repeated', () => {
    assert.equal(scriptIn(fenced('  constructor\n  · exact h'), 't'), 'constructor\n· exact h');
    assert.equal(scriptIn(fenced('by\n  simp'), 't'), 'simp');
  });

  it('is the answer, where a model goes on with the code', () => {
    assert.equal(
      scriptIn('  -- both sides\n  constructor <;> exact h\n', 't'),
      '-- both sides\nconstructor <;> exact h',
    );
  });

  it('of a block that was cut off is what there is of it', () => {
    assert.equal(scriptIn('```lean4\ntheorem t : p ∧ p := by\n  constructor\n  · exact', 't'), 'constructor\n· exact');
  });

  it('of a proof that is a term is that term', () => {
    assert.equal(scriptIn(fenced('theorem t : p ∧ p := ⟨h, h⟩'), 't'), 'exact ⟨h, h⟩');
    assert.equal(scriptIn(fenced('theorem t : p ∧ p := by simp'), 't'), 'simp');
  });

  it('of an example is that of the last one', () => {
    assert.equal(scriptIn(fenced('example : True := by\n  trivial'), ''), 'trivial');
  });

  it('has the line ends that Lean reads', () => {
    assert.equal(scriptIn(fenced(proof).replaceAll('\n', '\r\n'), 't'), script);
  });

  it('is none where there is none', () => {
    assert.equal(scriptIn('', 't'), undefined);
    assert.equal(scriptIn(fenced(''), 't'), undefined);
  });
});
