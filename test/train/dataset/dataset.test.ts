import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readDataset } from '../../../src/train/dataset/dataset.ts';
import { theoremHash } from '../../../src/train/dataset/held-out.ts';
import { stepLine, temporaryFolder } from '../training.ts';

const log = [
  {
    theorem: 'A.one',
    module: 'M',
    steps: [
      { state: '⊢ 1 = 1', tactic: 'rfl' },
      { state: '⊢ 1 = 1', tactic: 'exact A.two' },
    ],
  },
  { theorem: 'A.two', module: 'M', steps: [{ state: '⊢ 2 = 2', tactic: 'rfl' }] },
  { theorem: 'A.three', module: 'M', steps: [] },
];

const written = async (folder: string, name: string, lines: readonly string[]): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, lines.map((line) => `${line}\n`).join(''));
  return path;
};

test('a log of proofs is read as its steps', async (t) => {
  const path = await written(
    await temporaryFolder(t),
    'log.jsonl',
    log.map((line) => JSON.stringify(line)),
  );
  const read = await readDataset([path], new Set());
  assert.ok(read.ok);
  assert.deepEqual(
    read.value.train.map(({ input, output, line }) => [input, output, line]),
    [
      ['[GOAL]⊢ 1 = 1[PROOFSTEP]', 'rfl<|endoftext|>', 1],
      ['[GOAL]⊢ 1 = 1[PROOFSTEP]', 'exact A.two<|endoftext|>', 1],
      ['[GOAL]⊢ 2 = 2[PROOFSTEP]', 'rfl<|endoftext|>', 2],
    ],
  );
});

test('of a log, the steps of held-out theorems and those that name one are left out and counted', async (t) => {
  const path = await written(
    await temporaryFolder(t),
    'log.jsonl',
    log.map((line) => JSON.stringify(line)),
  );
  const read = await readDataset([path], new Set([theoremHash('A.two')]));
  assert.ok(read.ok);
  assert.deepEqual(
    read.value.train.map(({ theorem, output }) => [theorem, output]),
    [['A.one', 'rfl<|endoftext|>']],
  );
  assert.equal(read.value.leftOut, 2);
});

test('equal pairs of several files count once', async (t) => {
  const folder = await temporaryFolder(t);
  const step = { theorem: 'B', state: '⊢ 2 = 2', tactic: 'rfl' };
  const steps = await written(folder, 'steps.jsonl', [stepLine(step), stepLine({ ...step, tactic: 'simp' })]);
  const proofs = await written(
    folder,
    'log.jsonl',
    log.map((line) => JSON.stringify(line)),
  );
  const read = await readDataset([proofs, steps], new Set());
  assert.ok(read.ok);
  assert.deepEqual(
    read.value.train.map(({ output }) => output),
    ['rfl<|endoftext|>', 'exact A.two<|endoftext|>', 'rfl<|endoftext|>', 'simp<|endoftext|>'],
  );
});

test('a line that is not of the kind of its file is named with what it lacks', async (t) => {
  const lines = [JSON.stringify(log[0]), '{"theorem":"A.four"}'];
  const path = await written(await temporaryFolder(t), 'log.jsonl', lines);
  const read = await readDataset([path], new Set());
  assert.ok(!read.ok);
  assert.equal(read.error.where?.line, 2);
  assert.equal(read.error.where?.field, 'steps');
});
