import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stepsOfProof } from '../../src/data/proof-step.ts';
import type { ProofTrace } from '../../src/data/proof-trace.ts';

const edge = { children: [], message: undefined, micros: 10, logProbability: -1, outcome: 'proved', inProof: true };
const trace: ProofTrace = {
  roots: [0],
  nodes: [
    { id: 0, state: '⊢ p ∧ q', status: 'proved', score: 0, expansion: 0 },
    { id: 1, state: '⊢ p', status: 'proved', score: -1, expansion: 2 },
    { id: 2, state: '⊢ q', status: 'proved', score: -1, expansion: 1 },
  ],
  edges: [
    { ...edge, from: 1, tactic: 'simp' },
    { ...edge, from: 2, tactic: 'rfl' },
    { ...edge, from: 2, tactic: 'omega', outcome: 'elaboration', inProof: false },
    { ...edge, from: 0, tactic: 'constructor', outcome: 'progress', children: [1, 2] },
  ],
};

describe('the steps of a proof', () => {
  const steps = stepsOfProof(trace, { theorem: 'and', module: 'Init.Core', split: 'train' });

  it('are those of the proof alone, in the order of the search', () => {
    assert.deepEqual(
      steps.map(({ state, tactic }) => [state, tactic]),
      [
        ['⊢ p ∧ q', 'constructor'],
        ['⊢ q', 'rfl'],
        ['⊢ p', 'simp'],
      ],
    );
  });

  it('hold prompt and completion beside the fields that made them', () => {
    assert.deepEqual(steps[0], {
      input: '[GOAL]⊢ p ∧ q[PROOFSTEP]',
      output: 'constructor<|endoftext|>',
      theorem: 'and',
      module: 'Init.Core',
      split: 'train',
      state: '⊢ p ∧ q',
      tactic: 'constructor',
      logProbability: -1,
    });
  });
});
