import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createGenerator } from '../../../src/generator/create.ts';
import { GraphBuilder } from '../../../src/onnx/graph.ts';
import { decodeModel, encodeModel, type ModelProto } from '../../../src/onnx/proto.ts';
import { float32 } from '../../../src/onnx/tensor.ts';
import { exportedModel } from '../../../src/train/exported/model.ts';
import { makeBatch } from '../../../src/train/step/batch.ts';
import { gradientGraph } from '../../../src/train/step/gradient-graph.ts';
import { initialState } from '../../../src/train/step/state.ts';
import { Stepper } from '../../../src/train/step/stepper.ts';
import { defaultOptimizer } from '../../../src/train/step/update-graph.ts';
import { type CausalFamily, causalModel, tiny } from '../../generator/models/causal.ts';
import { writeCausalFolder } from '../../generator/models/folder.ts';
import { runTraining, someSteps, temporaryFolder, tinyTraining } from '../training.ts';

function read(proto: ModelProto) {
  const model = decodeModel(encodeModel(proto));
  assert.ok(model.ok);
  return exportedModel(model.value, 'model.onnx');
}

const batch = makeBatch(
  [
    { input: [1, 2, 3], output: [4, 0] },
    { input: [9], output: [7, 8, 0] },
  ],
  6,
  0,
);

for (const family of ['gpt2', 'gpt_neox', 'llama', 'gpt_bigcode'] satisfies CausalFamily[]) {
  test(`an exported model of the family ${family} learns a batch`, async () => {
    const exported = read(causalModel({ ...tiny, family, keyHeads: family === 'llama' ? 2 : 4 }));
    assert.ok(exported.ok);
    const { model, weights } = exported.value;
    const stepper = await Stepper.create(model, defaultOptimizer, initialState(model.parameters, weights));
    assert.ok(stepper.ok, stepper.ok ? '' : stepper.error.message);
    const losses: number[] = [];
    for (let step = 0; step < 30; step++) {
      losses.push((await stepper.value.accumulate(batch)) / batch.targetIds.length);
      await stepper.value.update(0.01, batch.targetIds.length);
    }
    await stepper.value.close();
    assert.ok(losses.at(-1)! < 0.1 && losses[0]! > 2, `${losses[0]} to ${losses.at(-1)}`);
  });
}

test('the parameters of a model are its matrices, scales and biases, not its tables of positions', () => {
  const exported = read(causalModel({ ...tiny, family: 'llama', layers: 1 }));
  assert.ok(exported.ok);
  const names = exported.value.model.parameters.map(({ name }) => name);
  assert.ok(names.includes('embedding') && names.includes('layer.0.q.weight') && names.includes('final.weight'));
  assert.deepEqual(
    names.filter((name) => /^(cos|sin)/.test(name)),
    [],
  );
});

test('a model from elsewhere is trained from its folder, and what comes of it is loaded in its place', async (t) => {
  const folder = await temporaryFolder(t);
  const from = join(folder, 'gpt2');
  await writeCausalFolder(from, { family: 'gpt2', context: 96 });
  const steps = someSteps(6);
  const options = await tinyTraining(folder, steps, { from, steps: 40, learningRate: 1e-2 });
  const { result, losses } = await runTraining(options);
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  assert.ok(losses.at(-1)! < 0.1, `the last loss is ${losses.at(-1)}`);
  assert.equal(JSON.parse(await readFile(join(options.out, 'config.json'), 'utf8')).model_type, 'gpt2');
  const generator = await createGenerator({ kind: 'onnx', model: options.out });
  assert.ok(generator.ok);
  const [proposal] = await generator.value.propose(
    [
      {
        theorem: { name: '', localTheorems: [] },
        goals: [{ tag: '', pretty: steps[1]!.state, hypotheses: [], target: '', head: '', constants: [] }],
        count: 2,
        seed: 0,
      },
    ],
    new AbortController().signal,
  );
  await generator.value.close();
  assert.equal(proposal?.kind === 'candidates' && proposal.candidates[0]?.tactic, steps[1]!.tactic);
});

test('an operator without a gradient is named', () => {
  const graph = new GraphBuilder();
  const ids = graph.input('input_ids', 'int64', ['batch', 'time']);
  const rows = graph.op('Gather', [
    graph.initializer('table', float32([3, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3])),
    ids,
  ]);
  graph.output(graph.op('Celu', [rows]), 'logits');
  const exported = read(graph.toModel());
  assert.ok(exported.ok);
  const gradient = gradientGraph(exported.value.model);
  assert.equal(!gradient.ok && gradient.error.code, 'operator-without-gradient');
  assert.match(gradient.ok ? '' : gradient.error.message, /Celu/);
});

test('nodes in the form of an older operator set are understood', async () => {
  const graph = new GraphBuilder();
  const ids = graph.input('input_ids', 'int64', ['batch', 'time']);
  const table = graph.initializer(
    'table',
    float32(
      [5, 4],
      Array.from({ length: 20 }, (_, i) => Math.sin(i + 1)),
    ),
  );
  const rows = graph.op('Gather', [table, ids]);
  const centered = graph.op('Sub', [rows, graph.op('ReduceMean', [rows], { axes: { ints: [-1] } })]);
  const [a, b] = graph.ops('Split', 2, [centered], { axis: { int: -1 } });
  graph.output(graph.op('Concat', [b!, a!], { axis: { int: -1 } }), 'logits');
  const exported = read({ ...graph.toModel(), opsetImport: [{ domain: '', version: 17 }] });
  assert.ok(exported.ok);
  const { model, weights } = exported.value;
  const stepper = await Stepper.create(model, defaultOptimizer, initialState(model.parameters, weights));
  assert.ok(stepper.ok);
  const small = makeBatch([{ input: [1, 2], output: [3, 0] }], 3, 0);
  const before = await stepper.value.accumulate(small);
  await stepper.value.update(0.01, 2);
  assert.ok((await stepper.value.loss(small)) < before);
  await stepper.value.close();
});
