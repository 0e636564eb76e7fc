import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goalProofstep } from '../../../src/data/prompt-format.ts';
import { shortestProofs, type TrainingProof, trainingSteps } from '../../../src/train/iterate/training-proofs.ts';

const proof = (theorem: string, ...tactics: string[]): TrainingProof => ({
  theorem,
  module: 'M',
  split: 'train',
  steps: tactics.map((tactic, i) => ({ state: `⊢ ${i}`, tactic })),
});

test('the shortest proofs of each theorem are kept: fewest steps, then fewest characters', () => {
  const proofs = [
    proof('a', 'intro h', 'simp'),
    proof('a', 'omega'),
    proof('a', 'simp_all'),
    proof('a', 'omega'),
    proof('b', 'rfl'),
  ];
  assert.deepEqual(
    shortestProofs(proofs, 2).map(({ theorem, steps }) => [theorem, ...steps.map(({ tactic }) => tactic)]),
    [
      ['a', 'omega'],
      ['a', 'simp_all'],
      ['b', 'rfl'],
    ],
  );
});

test('a pair of state and tactic is trained on once', () => {
  const steps = trainingSteps([proof('a', 'intro h', 'simp'), proof('b', 'intro h', 'rfl')], goalProofstep);
  assert.deepEqual(
    steps.map(({ output }) => output),
    ['intro h', 'simp', 'rfl'].map((tactic) => `${tactic}<|endoftext|>`),
  );
  assert.equal(steps[0]?.input, '[GOAL]⊢ 0[PROOFSTEP]');
});
