import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderInput } from '../../src/data/prompt-format.ts';
import { knownPrompt, knownProofModel, knownTacticModel } from '../../src/generator/known-models.ts';
import { withPremises } from '../../src/generator/with-premises.ts';

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
    assert.equal(
      knownTacticModel('kaiyuy/leandojo-lean4-retriever-tacgen-byt5-small')?.name,
      'ReProver with premises (LeanDojo, ByT5)',
    );
  });

  it('InternLM2.5-StepProver: name, proof so far, state', () => {
    const model = knownTacticModel('internlm/internlm2_5-step-prover');
    const facts = { state, theorem: 'square_sub_one', before: ['rw [h, pow_two]', 'ring_nf'], premises: [] };
    assert.equal(
      model?.render?.(facts),
      `---\nNAME: square_sub_one\n\n---\nPROOF_BEFORE: rw [h, pow_two]\nring_nf\n\n---\nSTATE_BEFORE: ${state}\n\n---\nTACTIC: `,
    );
    // The same where only a state is known.
    assert.equal(sent('internlm2.5-step-prover'), model?.render?.({ state, theorem: '', before: [], premises: [] }));
    assert.equal(knownTacticModel('internlm/internlm2_5-step-prover-critic'), undefined);
  });

  it('nothing is assumed of others', () => {
    assert.equal(sent('somebody/prover'), undefined);
  });
});

describe('ReProver reads premises in front of the state', () => {
  const add = { name: 'Nat.add_comm', code: 'protected theorem Nat.add_comm : ∀ (n m : Nat), n + m = m + n' };
  const mul = { name: 'Nat.mul_comm', code: 'theorem mul_comm (n m : Nat) : n * m = m * n' };

  it('the likeliest next to it, each with its full name between marks', () => {
    assert.equal(
      withPremises(state, [add, mul]),
      `theorem <a>Nat.mul_comm</a> (n m : Nat) : n * m = m * n

protected theorem <a>Nat.add_comm</a> : ∀ (n m : Nat), n + m = m + n

${state}`,
    );
  });

  it('as many as fit, by bytes', () => {
    const room = Buffer.byteLength(withPremises(state, [mul]));
    assert.equal(withPremises(state, [add, mul], room), withPremises(state, [mul]));
    assert.equal(withPremises(state, [add, mul], 0), state);
  });

  it('where a name says _root_, that is part of what is marked', () => {
    const premise = { name: 'foo', code: 'theorem _root_.foo : True' };
    assert.equal(withPremises('⊢ True', [premise]), 'theorem <a>foo</a> : True\n\n⊢ True');
  });
});

const file = `import Mathlib

/-- The sum of two numbers. -/
theorem add_zero' (n : ℕ) : n + 0 = n := by
  sorry
`;
const asked = (model: string) => knownProofModel(model)?.prompt(file);

describe('a published model that writes whole proofs is asked as its own repository documents', () => {
  it('DeepSeek-Prover-V1.5 goes on with the code', () => {
    assert.deepEqual(asked('deepseek-ai/DeepSeek-Prover-V1.5-RL'), {
      api: 'completions',
      prompt:
        "Complete the following Lean 4 code:\n\n```lean4\nimport Mathlib\n\n/-- The sum of two numbers. -/\ntheorem add_zero' (n : ℕ) : n + 0 = n := by\n",
      stop: ['```'],
    });
  });

  it('Goedel-Prover V1 does, too, with comments', () => {
    const prompt = asked('Goedel-LM/Goedel-Prover-SFT');
    assert.ok(prompt?.api === 'completions');
    assert.match(
      prompt.prompt,
      /^Complete the following Lean 4 code with explanatory comments preceding each line of code:\n\n```lean4\n/,
    );
  });

  it('DeepSeek-Prover-V2 and Goedel-Prover-V2 plan first; they differ in a line end', () => {
    for (const [model, end] of [
      ['deepseek-ai/DeepSeek-Prover-V2-7B', '\n```'],
      ['Goedel-LM/Goedel-Prover-V2-32B', '```'],
    ] as const) {
      const prompt = asked(model);
      assert.ok(prompt?.api === 'chat');
      const [message] = prompt.messages;
      assert.equal(prompt.messages.length, 1);
      assert.equal(message?.role, 'user');
      assert.ok(message.content.startsWith('Complete the following Lean 4 code:\n\n```lean4\nimport Mathlib\n'));
      assert.ok(message.content.includes(`:= by\n  sorry${end}\n\nBefore producing the Lean 4 code to formally prove`));
      assert.ok(message.content.endsWith('guide the construction of the final formal proof.'));
    }
  });

  it('Kimina-Prover thinks first', () => {
    const prompt = asked('AI-MO/Kimina-Prover-Preview-Distill-7B');
    assert.ok(prompt?.api === 'chat');
    assert.deepEqual(prompt.messages[0], { role: 'system', content: 'You are an expert in mathematics and Lean 4.' });
    assert.match(
      prompt.messages[1]?.content ?? '',
      /^Think about and solve the following problem step by step in Lean 4\.\n# Problem:.*\n# Formal statement:\n```lean4\nimport Mathlib\n[\s\S]*:= by\n```\n$/,
    );
  });

  it('nothing is assumed of others', () => {
    for (const model of ['somebody/prover', 'deepseek-ai/DeepSeek-V3', 'AI-MO/Kimina-Autoformalizer-7B']) {
      assert.equal(knownProofModel(model), undefined);
    }
  });
});
