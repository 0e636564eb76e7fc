import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createOnnxGenerator } from '../../../src/generator/onnx/create.ts';
import { type DistanceOptions, defaultDistanceOptions } from '../../../src/train/distance/options.ts';
import { trainDistance } from '../../../src/train/distance/train-distance.ts';
import { temporaryFolder } from '../../generator/models/folder.ts';
import { writeExportedFolder, writeOwnFolder } from './models.ts';
import { inVain, type Search, writeRun } from './runs.ts';

const near = (i: number): string => `n : Nat\n⊢ n + ${i} = n + ${i}`;
const far = (i: number): string => `p q : Prop\nh : p\n⊢ q ∧ p${i}`;

/** Searches of which every other one closes its goal at once. */
const searches = Array.from(
  { length: 60 },
  (_, i): Search => ({
    theorem: `T${i}`,
    searched: i % 2 === 0 ? { [near(i)]: { rfl: [] } } : { [far(i)]: inVain(10) },
  }),
);

/** Options for a model with random weights, which tell as much of a state as they happen to. */
async function tiny(
  folder: string,
  options: Partial<DistanceOptions> = {},
  write: (folder: string) => Promise<unknown> = writeExportedFolder,
): Promise<DistanceOptions> {
  const model = join(folder, 'model');
  await write(model);
  return {
    ...defaultDistanceOptions,
    model,
    runs: [await writeRun(folder, 'run', searches)],
    out: join(folder, 'out'),
    inner: 16,
    batchStates: 8,
    epochs: 20,
    learningRate: 1e-2,
    validationShare: 0.3,
    ...options,
  };
}

async function run(options: DistanceOptions, stopAfter?: number) {
  const losses: number[] = [];
  const stop = new AbortController();
  const result = await trainDistance(options, {
    now: () => 1.7e12,
    signal: stop.signal,
    report: (event) => {
      if (event.kind !== 'step') return;
      losses.push(event.loss);
      if (event.step === stopAfter) stop.abort();
    },
  });
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return { result: result.value, losses };
}

async function openGenerator(t: TestContext, model: string) {
  const created = await createOnnxGenerator({ kind: 'onnx', model, threads: 1, maxTokens: 4 });
  assert.ok(created.ok, JSON.stringify(created));
  t.after(() => created.value.close());
  return async (...states: readonly string[]) => {
    const requests = states.map((pretty) => ({
      theorem: { name: 't', localTheorems: [] },
      goals: [{ tag: '', pretty, hypotheses: [], target: '', head: '', constants: [] }],
      count: 4,
      seed: 1,
    }));
    const proposals = await created.value.propose(requests, new AbortController().signal);
    return proposals.map((proposal) => {
      assert.ok(proposal.kind === 'candidates');
      return proposal;
    });
  };
}

for (const [name, write] of [
  ['a model of our own', writeOwnFolder],
  ['a model from elsewhere', writeExportedFolder],
] as const) {
  test(`with a head, ${name} gives states that it has not seen a greater value where they can be proved`, async (t) => {
    const options = await tiny(await temporaryFolder(t), {}, write);
    const { result } = await run(options);
    assert.ok(result.foresight !== undefined);
    const { loss, constantLoss, accuracy, constantAccuracy, ranking } = result.foresight;
    assert.ok(
      loss < constantLoss / 2 && accuracy > constantAccuracy && ranking > 0.95,
      JSON.stringify(result.foresight),
    );
    const propose = await openGenerator(t, options.out);
    const [one, two] = await propose(near(100), far(100));
    assert.ok(one!.value! <= 0 && two!.value! < one!.value! - 1, `${one!.value} and ${two!.value}`);
    const [again] = await propose(near(100));
    assert.equal(again!.value, one!.value);
  });
}

test('a head takes nothing from a model: the same tactics with the same probabilities; one without says nothing', async (t) => {
  const options = await tiny(await temporaryFolder(t), { steps: 1 });
  await run(options);
  const [before] = await (await openGenerator(t, options.model))(near(1));
  const [after] = await (await openGenerator(t, options.out))(near(1));
  assert.deepEqual(after!.candidates, before!.candidates);
  assert.equal(before!.value, undefined);
  assert.notEqual(after!.value, undefined);
});

test('a head takes the place of the one that a model has', async (t) => {
  const folder = await temporaryFolder(t);
  const options = await tiny(folder, { steps: 3 });
  await run(options);
  const again = { ...options, model: options.out, out: join(folder, 'again') };
  await run(again);
  assert.deepEqual(await readFile(join(again.out, 'model.onnx')), await readFile(join(options.out, 'model.onnx')));
});

test('a training that was stopped and resumed goes on bit for bit', async (t) => {
  const [whole, parts] = [await temporaryFolder(t), await temporaryFolder(t)];
  const uninterrupted = await run(await tiny(whole, { steps: 8 }));
  const first = await run(await tiny(parts, { steps: 8 }), 5);
  const second = await run(await tiny(parts, { steps: 8, resume: true }));
  assert.equal(first.result.reason, 'stopped');
  assert.deepEqual([...first.losses, ...second.losses], uninterrupted.losses);
});
