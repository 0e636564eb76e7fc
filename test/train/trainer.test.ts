import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { goalProofstep } from '../../src/data/prompt-format.ts';
import { createGenerator } from '../../src/generator/create.ts';
import { readBase } from '../../src/train/base.ts';
import { theoremHash } from '../../src/train/dataset/held-out.ts';
import { weightTypes } from '../../src/train/model/storage.ts';
import { runTraining, someSteps, temporaryFolder, tinyTraining } from './training.ts';

test('a tiny model memorises 50 steps, and the generator samples them back from its folder', async (t) => {
  const steps = someSteps(50);
  const options = await tinyTraining(await temporaryFolder(t), steps, {
    model: { hidden: 64, layers: 2, heads: 4, keyValueHeads: 2, inner: 128, context: 96 },
    steps: 220,
    stepTokens: 1600,
    batchTokens: 1600,
    validateEvery: 1000,
  });
  const { result, losses } = await runTraining(options);
  assert.ok(result.ok);
  assert.ok(losses.at(-1)! < 0.05, `the last loss is ${losses.at(-1)}`);

  const generator = await createGenerator({ kind: 'onnx', model: options.out });
  assert.ok(generator.ok);
  const requests = steps.slice(0, 10).map(({ theorem, state }, seed) => ({
    theorem: { name: theorem, localTheorems: [] },
    goals: [{ tag: '', pretty: state, hypotheses: [], target: '', head: '', constants: [] }],
    count: 4,
    seed,
  }));
  const proposals = await generator.value.propose(requests, new AbortController().signal);
  await generator.value.close();
  const likeliest = proposals.map((proposal) =>
    proposal.kind === 'candidates' ? proposal.candidates[0]?.tactic : undefined,
  );
  assert.deepEqual(
    likeliest,
    steps.slice(0, 10).map(({ tactic }) => tactic),
  );
});

test('a model is taught not to write what Lean refused', async (t) => {
  const folder = await temporaryFolder(t);
  const steps = someSteps(12).map((step) => ({ ...step, tactic: 'simp' }));
  const known = await tinyTraining(folder, steps, { steps: 120 });
  assert.ok((await runTraining(known)).result.ok);
  const negatives = join(folder, 'negatives.jsonl');
  const { theorem, state } = { theorem: 'T.other', state: 'n m : Nat\nh : n ≤ m\n⊢ n + 1 ≤ m + 1' };
  await writeFile(negatives, `${JSON.stringify({ theorem, state, tactic: 'simp', outcome: 'elaboration' })}\n`);
  const taught = { ...known, from: known.out, out: join(folder, 'taught'), negatives: [negatives], steps: 40 };
  assert.ok((await runTraining(taught)).result.ok);

  const probability = async (model: string): Promise<number> => {
    const generator = await createGenerator({ kind: 'onnx', model });
    assert.ok(generator.ok);
    const goals = [{ tag: '', pretty: state, hypotheses: [], target: '', head: '', constants: [] }];
    const request = { theorem: { name: theorem, localTheorems: [] }, goals, count: 16, seed: 1 };
    const [proposal] = await generator.value.propose([request], new AbortController().signal);
    await generator.value.close();
    assert.ok(proposal?.kind === 'candidates');
    return Math.exp(proposal.candidates.find(({ tactic }) => tactic === 'simp')?.logProbability ?? -Infinity);
  };
  const [before, after] = [await probability(known.out), await probability(taught.out)];
  assert.ok(before > 0.9, `${before} before`);
  assert.ok(after < 0.5, `${after} after`);
});

test('a refused tactic that is longer than the context is left out', async (t) => {
  const folder = await temporaryFolder(t);
  const negatives = join(folder, 'negatives.jsonl');
  const tactic = Array.from({ length: 200 }, (_, i) => `rw [h${i}]`).join('; ');
  await writeFile(negatives, `${JSON.stringify({ theorem: 'T.x', state: '⊢ p', tactic, outcome: 'elaboration' })}\n`);
  const { result, events } = await runTraining(
    await tinyTraining(folder, someSteps(10), { negatives: [negatives], steps: 1 }),
  );
  assert.ok(result.ok);
  const [begun] = events;
  assert.ok(begun?.kind === 'begun' && begun.tooLong === 1 && begun.examples === 10);
});

test('a training that was stopped and resumed goes on bit for bit', async (t) => {
  const [whole, parts] = [await temporaryFolder(t), await temporaryFolder(t)];
  const steps = someSteps(30);
  const options = { validationShare: 0.2, steps: 12, validateEvery: 5 };
  const uninterrupted = await runTraining(await tinyTraining(whole, steps, options));
  const first = await runTraining(await tinyTraining(parts, steps, options), 7);
  const second = await runTraining(await tinyTraining(parts, steps, { ...options, resume: true }));
  assert.equal(first.result.ok && first.result.value.reason, 'stopped');
  assert.deepEqual([...first.losses, ...second.losses], uninterrupted.losses);
  for (const file of ['model/model.onnx', 'model/best.safetensors']) {
    assert.deepEqual(await readFile(join(parts, file)), await readFile(join(whole, file)), file);
  }
});

test('a resumed training that was killed measures again what came after its last checkpoint', async (t) => {
  const folder = await temporaryFolder(t);
  await runTraining(await tinyTraining(folder, someSteps(20), { steps: 6, validateEvery: 3 }));
  const metrics = join(folder, 'model', 'metrics.jsonl');
  const lines = (await readFile(metrics, 'utf8')).trim().split('\n');
  // As if the process had died in the middle of writing, two steps after its last checkpoint.
  await writeFile(metrics, `${lines.join('\n')}\n{"kind":"step","step":7}\n{"kind":"step","st`);
  await runTraining(await tinyTraining(folder, someSteps(20), { steps: 6, validateEvery: 3, resume: true }));
  assert.deepEqual((await readFile(metrics, 'utf8')).trim().split('\n'), lines);
});

test('validation keeps the best weights, the last checkpoints, and stops when nothing improves', async (t) => {
  const folder = await temporaryFolder(t);
  // A rate this high does not learn for long.
  const options = { learningRate: 0.3, steps: 400, validateEvery: 2, validationShare: 0.3, keep: 2, patience: 3 };
  const { result, events } = await runTraining(await tinyTraining(folder, someSteps(40), options));
  assert.ok(result.ok);
  const validations = events.filter((event) => event.kind === 'validation');
  const best = validations.toSorted((a, b) => a.loss - b.loss)[0]!;
  assert.deepEqual(result.value.best, { step: best.step, loss: best.loss });
  assert.equal(result.value.reason, 'converged');
  assert.equal(result.value.step, best.step + 3 * 2);
  assert.equal((await readdir(join(folder, 'model', 'checkpoints'))).length, 2);
});

for (const weightType of weightTypes) {
  test(`a model is trained further from its folder, where its weights are stored as ${weightType}`, async (t) => {
    const folder = await temporaryFolder(t);
    const first = await tinyTraining(folder, someSteps(20), { steps: 40, weightType });
    const { losses } = await runTraining(first);
    const further = { ...first, from: first.out, out: join(folder, 'further'), learningRate: 1e-4, steps: 1 };
    const next = await runTraining(further);
    assert.ok(next.losses[0]! < losses[0]! / 2, `${next.losses[0]} after ${losses[0]}`);
  });
}

test('a training of no steps writes the model that it goes on from, with its weights stored as asked', async (t) => {
  const folder = await temporaryFolder(t);
  const first = await tinyTraining(folder, someSteps(20), { weightType: 'float32' });
  await runTraining(first);
  const stored = { ...first, from: first.out, out: join(folder, 'stored'), steps: 0, weightType: 'int8' } as const;
  assert.ok((await runTraining(stored)).result.ok);
  const [before, after] = [await readBase(first.out, goalProofstep), await readBase(stored.out, goalProofstep)];
  assert.ok(before.ok && after.ok);
  for (const [name, values] of before.value.weights) {
    const largest = Math.max(...values.map(Math.abs));
    const others: Float32Array = after.value.weights.get(name)!;
    // Half a scale where a weight is in a matrix; a half's rounding, which is less, where it is not.
    for (const [i, value] of values.entries())
      assert.ok(Math.abs(value - others[i]!) <= (largest / 254) * 1.0001, name);
  }
  const size = async (out: string) => (await stat(join(out, 'model.onnx'))).size;
  assert.ok((await size(stored.out)) < 0.6 * (await size(first.out)));
});

test('an empty dataset is a problem', async (t) => {
  const { result } = await runTraining(await tinyTraining(await temporaryFolder(t), []));
  assert.equal(!result.ok && result.error.code, 'empty-dataset');
});

test('an output longer than the context is a problem that names its line', async (t) => {
  const steps = someSteps(4).with(2, { theorem: 'T.long', state: '⊢ True', tactic: 'simp, '.repeat(200) });
  const { result } = await runTraining(await tinyTraining(await temporaryFolder(t), steps, { merges: 0 }));
  assert.equal(!result.ok && result.error.code, 'output-too-long');
  assert.equal(!result.ok && result.error.where?.line, 3);
});

test('a step of a held-out theorem is refused by the hash of its theorem', async (t) => {
  const folder = await temporaryFolder(t);
  const heldOut = join(folder, 'held-out.txt');
  await writeFile(heldOut, `# by theorem\n${theoremHash('T.t5')}  T.t5\n`);
  const { result } = await runTraining(await tinyTraining(folder, someSteps(8), { heldOut }));
  assert.equal(!result.ok && result.error.code, 'held-out-step');
  assert.equal(!result.ok && result.error.where?.line, 6);
});

test('a step of the test split is refused', async (t) => {
  const steps = someSteps(4).map((step, i) => ({ ...step, split: i === 1 ? 'test' : 'train' }));
  const { result } = await runTraining(await tinyTraining(await temporaryFolder(t), steps));
  assert.equal(!result.ok && result.error.code, 'held-out-step');
});

test('a loss that is no number stops the training, names the batch, and keeps the last good checkpoint', async (t) => {
  const folder = await temporaryFolder(t);
  // Steps this large leave the range of float32 soon.
  const { result, events } = await runTraining(
    await tinyTraining(folder, someSteps(8), { learningRate: 1e30, steps: 50 }),
  );
  assert.equal(!result.ok && result.error.code, 'training-diverged');
  assert.match(result.ok ? '' : result.error.message, /lines 1, 2, 3, 4, 5, 6, 7, 8$/);
  const last = events.findLast((event) => event.kind === 'step')!;
  const [checkpoint] = await readdir(join(folder, 'model', 'checkpoints'));
  assert.equal(checkpoint, `step-${String(last.step).padStart(8, '0')}.safetensors`);
});

test('a checkpoint of another configuration is not resumed, and the setting is named', async (t) => {
  const folder = await temporaryFolder(t);
  await runTraining(await tinyTraining(folder, someSteps(8), { steps: 2 }));
  const other = await tinyTraining(folder, someSteps(8), { steps: 2, resume: true, learningRate: 1e-4 });
  const { result } = await runTraining(other);
  assert.equal(!result.ok && result.error.code, 'other-configuration');
  assert.match(result.ok ? '' : result.error.message, /learningRate was 0.004 and is 0.0001/);
});

test('a folder with checkpoints is not trained into again', async (t) => {
  const options = await tinyTraining(await temporaryFolder(t), someSteps(8), { steps: 2 });
  await runTraining(options);
  const { result } = await runTraining(options);
  assert.equal(!result.ok && result.error.code, 'folder-in-use');
});

test('a checkpoint that cannot be written is a problem that names the file', async (t) => {
  const folder = await temporaryFolder(t);
  const options = await tinyTraining(folder, someSteps(8), { steps: 2 });
  await mkdir(options.out, { recursive: true });
  await writeFile(join(options.out, 'checkpoints'), 'a file where the folder should be');
  const { result } = await runTraining(options);
  assert.match((!result.ok && result.error.where?.file) || '', /checkpoints/);
});
