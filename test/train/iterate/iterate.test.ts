import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { ok } from '../../../src/data/result.ts';
import { theoremHash } from '../../../src/train/dataset/held-out.ts';
import { type IterationOptions, type IterationTools, iterate } from '../../../src/train/iterate/iterate.ts';
import type { TrainingProof } from '../../../src/train/iterate/training-proofs.ts';
import { temporaryFolder } from '../training.ts';

const theorems = ['a', 'b', 'c', 'd', 'e', 'f'];

const options = (folder: string): IterationOptions => ({
  folder,
  theorems,
  theoremsPerRound: 4,
  rounds: 3,
  patience: 2,
  proofsPerTheorem: 2,
  continueModel: false,
  firstModel: null,
  known: new Map(),
  heldOut: new Set(),
  seed: 1,
});

const proofOf = (theorem: string): TrainingProof => ({
  theorem,
  module: 'M',
  split: 'train',
  steps: [{ state: `⊢ ${theorem}`, tactic: 'simp' }],
});

/** Tools that prove every theorem of a round and reach the given scores, and note what they are asked. */
function scriptedTools(scores: readonly number[]) {
  const asked: string[] = [];
  let validations = 0;
  const name = (folder: string) => folder.split('/').slice(-2).join('/');
  const tools: IterationTools = {
    search: async ({ folder, model, theorems: planned }) => {
      asked.push(`search ${name(folder)} with ${model && name(model)}`);
      return ok(planned.map(({ id }) => proofOf(id)));
    },
    train: async ({ folder, from }) => {
      asked.push(`train ${name(folder)} from ${from && name(from)}`);
      await mkdir(folder, { recursive: true });
      return ok(true);
    },
    validate: async ({ folder, model }) => {
      asked.push(`validate ${name(folder)} with ${model && name(model)}`);
      return ok({ solved: scores[validations++]!, total: 10 });
    },
  };
  return { tools, asked };
}

test('a round searches with the best model so far, trains, and measures', async (t) => {
  const folder = await temporaryFolder(t);
  const { tools, asked } = scriptedTools([3, 5, 4, 6]);
  const result = await iterate(options(folder), tools, () => {});
  assert.ok(result.ok);
  assert.deepEqual(asked, [
    'validate round-00/valid with null',
    ...[
      'search round-01/search with null',
      'train round-01/model from null',
      'validate round-01/valid with round-01/model',
    ],
    ...['search round-02/search with round-01/model', 'train round-02/model from null'],
    'validate round-02/valid with round-02/model',
    ...['search round-03/search with round-01/model', 'train round-03/model from null'],
    'validate round-03/valid with round-03/model',
  ]);
  assert.deepEqual(
    result.value.rounds.map(({ best }) => best),
    [true, true, false, true],
  );
  assert.equal(result.value.reason, 'finished');
});

test('training goes on from the best model where that is asked for', async (t) => {
  const { tools, asked } = scriptedTools([3, 5, 6]);
  await iterate({ ...options(await temporaryFolder(t)), continueModel: true, rounds: 2 }, tools, () => {});
  assert.deepEqual(
    asked.filter((line) => line.startsWith('train')),
    ['train round-01/model from null', 'train round-02/model from round-01/model'],
  );
});

test('it stops when some rounds in a row have not gained', async (t) => {
  const { tools } = scriptedTools([3, 5, 5, 4, 9]);
  const result = await iterate({ ...options(await temporaryFolder(t)), rounds: 10 }, tools, () => {});
  assert.equal(result.ok && result.value.reason, 'converged');
  assert.equal(result.ok && result.value.rounds.length, 4);
});

test('steps of earlier rounds stay in the dataset, each once', async (t) => {
  const folder = await temporaryFolder(t);
  const { tools } = scriptedTools([3, 5, 6, 7]);
  const result = await iterate(options(folder), tools, () => {});
  assert.ok(result.ok);
  const proved = new Set(result.value.rounds.flatMap((round) => round.proved));
  const text = gunzipSync(await readFile(join(folder, 'round-03', 'steps.jsonl.gz'))).toString();
  const theorems = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).theorem);
  assert.deepEqual(theorems.toSorted(), [...proved].toSorted());
});

test('an iteration that was stopped goes on in the round that was not finished', async (t) => {
  const folder = await temporaryFolder(t);
  const first = scriptedTools([3, 5]);
  const stopping: IterationTools = {
    ...first.tools,
    train: async (request) => (request.folder.includes('round-02') ? ok(undefined) : first.tools.train(request)),
  };
  const stopped = await iterate(options(folder), stopping, () => {});
  assert.equal(stopped.ok && stopped.value.reason, 'stopped');
  const second = scriptedTools([6, 7]);
  const finished = await iterate(options(folder), second.tools, () => {});
  assert.equal(second.asked[0], 'search round-02/search with round-01/model');
  assert.deepEqual(finished.ok && finished.value.rounds.map(({ score }) => score.solved), [3, 5, 6, 7]);
});

test('a round that proved nothing, with nothing proved before, is a problem', async (t) => {
  const { tools } = scriptedTools([3, 5]);
  const helpless: IterationTools = { ...tools, search: async () => ok([]) };
  const result = await iterate(options(await temporaryFolder(t)), helpless, () => {});
  assert.equal(!result.ok && result.error.code, 'no-proofs');
});

test('a round that cannot be read is a problem that names its file', async (t) => {
  const folder = await temporaryFolder(t);
  const { tools } = scriptedTools([3, 5, 6, 7]);
  await iterate(options(folder), tools, () => {});
  await writeFile(join(folder, 'round-01', 'round.json'), '{"round": "one"}');
  const broken = await iterate(options(folder), tools, () => {});
  assert.match((!broken.ok && broken.error.where?.file) || '', /round-01/);
  await rm(join(folder, 'round-01'), { recursive: true });
});

test('the first round searches with the model that there was before', async (t) => {
  const { tools, asked } = scriptedTools([3, 5]);
  const folder = await temporaryFolder(t);
  await iterate({ ...options(folder), firstModel: 'models/known', continueModel: true, rounds: 1 }, tools, () => {});
  assert.deepEqual(asked, [
    'validate round-00/valid with models/known',
    'search round-01/search with models/known',
    'train round-01/model from models/known',
    'validate round-01/valid with round-01/model',
  ]);
});

test('a step that names a held-out theorem is not trained on', async (t) => {
  const folder = await temporaryFolder(t);
  const { tools } = scriptedTools([3, 5]);
  const held: IterationTools = {
    ...tools,
    search: async () =>
      ok([{ ...proofOf('a'), steps: ['exact held.out', 'simp'].map((tactic) => ({ state: '⊢ a', tactic })) }]),
  };
  const heldOut = new Set([theoremHash('held.out')]);
  await iterate({ ...options(folder), heldOut, rounds: 1 }, held, () => {});
  const written = gunzipSync(await readFile(join(folder, 'round-01', 'steps.jsonl.gz'))).toString();
  assert.deepEqual(
    written
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).tactic),
    ['simp'],
  );
});
