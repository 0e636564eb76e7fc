import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Dataset } from '../../../src/train/dataset/dataset.ts';
import { theoremHash } from '../../../src/train/dataset/held-out.ts';
import { readRefused } from '../../../src/train/dataset/refused.ts';
import { temporaryFolder } from '../training.ts';

interface Line {
  readonly theorem?: string;
  readonly split?: string;
  readonly state?: string;
  readonly tactic: string;
  readonly outcome?: string;
  readonly logProbability?: number;
}

const dataset: Dataset = {
  train: [{ input: '[GOAL]⊢ P[PROOFSTEP]', output: 'simp<|endoftext|>', theorem: 'A.one', file: 'f', line: 1 }],
  validation: [{ input: '[GOAL]⊢ V[PROOFSTEP]', output: 'simp<|endoftext|>', theorem: 'A.kept', file: 'f', line: 2 }],
  leftOut: 0,
};

async function read(context: TestContext, lines: readonly Line[], heldOut: readonly string[] = []) {
  const path = join(await temporaryFolder(context), 'negatives.jsonl');
  const full = lines.map((line) => ({ theorem: 'A.one', state: '⊢ P', outcome: 'elaboration', ...line }));
  await writeFile(path, full.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return readRefused([path], new Set(heldOut.map(theoremHash)), dataset);
}

const tactics = (result: Awaited<ReturnType<typeof read>>): readonly string[] =>
  result.ok ? result.value.map(({ output }) => output.replace('<|endoftext|>', '')) : [result.error.code];

test('what Lean refused and what led to dead ends is read, but nothing that ran out of time', async (t) => {
  const lines = [
    { tactic: 'rfl' },
    { tactic: 'cases h', outcome: 'dead-end' },
    { tactic: 'omega', outcome: 'timeout' },
  ];
  assert.deepEqual(tactics(await read(t, lines)).toSorted(), ['cases h', 'rfl']);
});

test('a tactic that is a step of the same state is not unlearned', async (t) => {
  assert.deepEqual(tactics(await read(t, [{ tactic: 'simp' }, { state: '⊢ Q', tactic: 'simp' }])), ['simp']);
});

test('the likeliest four of a state are kept, each once', async (t) => {
  const lines = ['a', 'b', 'c', 'd', 'e', 'a'].map((tactic, i) => ({ tactic, logProbability: -6 + (i % 5) }));
  assert.deepEqual(tactics(await read(t, lines)), ['e', 'd', 'c', 'b']);
});

test('theorems that are validated on stay out, and tactics that name a held-out theorem', async (t) => {
  const lines = [{ theorem: 'A.kept', state: '⊢ V', tactic: 'rfl' }, { tactic: 'exact A.out' }];
  assert.deepEqual(tactics(await read(t, lines, ['A.out'])), []);
});

test('a line of a split that is kept for tests is a problem, one of a split for validation is left out', async (t) => {
  assert.deepEqual(tactics(await read(t, [{ split: 'test', tactic: 'rfl' }])), ['held-out-step']);
  assert.deepEqual(tactics(await read(t, [{ split: 'valid', tactic: 'rfl' }])), []);
});

test('a line of a held-out theorem is a problem', async (t) => {
  assert.deepEqual(tactics(await read(t, [{ theorem: 'A.out', tactic: 'rfl' }], ['A.out'])), ['held-out-step']);
});
