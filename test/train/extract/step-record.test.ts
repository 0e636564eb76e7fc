import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProofTrace } from '../../../src/data/proof-trace.ts';
import { theoremHash } from '../../../src/train/dataset/held-out.ts';
import { negativeSteps } from '../../../src/train/extract/from-run.ts';
import { StepCollector, splitOf } from '../../../src/train/extract/step-record.ts';

const step = (theorem: string, state: string, tactic: string) => ({
  theorem,
  module: 'M',
  split: 'train',
  state,
  tactic,
});

test('equal pairs of state and tactic count once, steps of held-out theorems not at all', () => {
  const collector = new StepCollector(new Set([theoremHash('secret')]));
  for (const [theorem, tactic] of [
    ['a', 'simp'],
    ['b', 'simp'],
    ['b', 'rfl'],
    ['secret', 'omega'],
  ] as const) {
    collector.add(step(theorem, '⊢ p', tactic));
  }
  assert.deepEqual(
    collector.steps.map(({ output }) => output),
    ['simp<|endoftext|>', 'rfl<|endoftext|>'],
  );
  assert.deepEqual(collector.counts, { duplicates: 1, refused: 1 });
});

test('about nine theorems in ten are for training, and all steps of one stay together', () => {
  const splits = Array.from({ length: 2000 }, (_, i) => splitOf(`Nat.lemma_${i}`));
  const share = splits.filter((split) => split === 'train').length / splits.length;
  assert.ok(Math.abs(share - 0.9) < 0.03, `${share}`);
  assert.equal(splitOf('Nat.lemma_7'), splits[7]);
});

test('refused tactics, those that led to a goal beyond proof and those that led back are negative steps', () => {
  const node = (id: number, status: 'open' | 'proved' | 'failed') => ({ id, state: `s${id}`, status, score: 0 });
  const edge = (from: number, tactic: string, outcome: string, children: number[]) => ({
    ...{ from, tactic, outcome, children },
    ...{ logProbability: 0, micros: 1, inProof: false },
  });
  const trace: ProofTrace = {
    roots: [0],
    nodes: [node(0, 'proved'), node(1, 'failed'), node(2, 'proved'), node(3, 'open')],
    edges: [
      edge(0, 'left', 'progress', [1]),
      edge(0, 'right', 'progress', [2]),
      edge(0, 'omega', 'elaboration', []),
      edge(2, 'intro', 'progress', [3]),
      edge(2, 'cases', 'progress', []),
      edge(3, 'congr', 'progress', []),
    ],
  };
  assert.deepEqual(
    negativeSteps(trace, { theorem: 't', module: 'M', split: 'train' }).map(({ state, tactic, outcome }) => [
      state,
      tactic,
      outcome,
    ]),
    [
      ['s0', 'left', 'dead-end'],
      ['s0', 'omega', 'elaboration'],
      ['s3', 'congr', 'loop'],
    ],
  );
});
