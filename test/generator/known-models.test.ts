import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderInput } from '../../src/data/prompt-format.ts';
import { knownPrompt } from '../../src/generator/known-models.ts';

const state = 'n : Nat\n⊢ n = n';
const sent = (model: string): string | undefined => {
  const prompt = knownPrompt(model);
  return prompt && renderInput(prompt, state);
};

describe('a published model reads what its own repository documents', () => {
  it('llmstep', () => {
    assert.equal(sent('wellecks/llmstep-mathlib4-pythia2.8b'), '[GOAL]n : Nat\n⊢ n = n[PROOFSTEP]');
  });

  it('ntp-mathlib', () => {
    const text = sent('l3lab/ntp-mathlib-st-deepseek-coder-1.3b') ?? '';
    assert.match(text, /^\/- You are proving a theorem in Lean 4\.\n/);
    assert.ok(text.endsWith('-/\n[STATE]\nn : Nat\n⊢ n = n\n[/STATE]\n[TAC]\n'), text);
    assert.equal(knownPrompt('l3lab/ntp-mathlib-st-deepseek-coder-1.3b')?.stop, '[/TAC]');
  });

  it('BFS-Prover, both versions', () => {
    assert.equal(sent('ByteDance-Seed/BFS-Prover-V1-7B'), 'n : Nat\n⊢ n = n:::');
    assert.equal(sent('ByteDance-Seed/BFS-Prover-V2-32B'), 'n : Nat\n⊢ n = n:::');
  });

  it('ReProver without premises, and not its sibling that reads premises', () => {
    assert.equal(sent('kaiyuy/leandojo-lean4-tacgen-byt5-small'), state);
    assert.equal(sent('kaiyuy/leandojo-lean4-retriever-tacgen-byt5-small'), undefined);
  });

  it('nothing is assumed of others', () => {
    assert.equal(sent('somebody/prover'), undefined);
  });
});
