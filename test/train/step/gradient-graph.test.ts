import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeModel } from '../../../src/onnx/proto.ts';
import { ModelConfig } from '../../../src/train/model/config.ts';
import { ownModel } from '../../../src/train/model/own.ts';
import { initialWeights } from '../../../src/train/model/parameters.ts';
import type { Objective } from '../../../src/train/model/trainable.ts';
import { makeBatch, type TokenizedStep } from '../../../src/train/step/batch.ts';
import { gradientGraph, gradientInput, gradientOutput, lossGraph } from '../../../src/train/step/gradient-graph.ts';

const config = ModelConfig.parse({
  vocab_size: 9,
  hidden_size: 4,
  intermediate_size: 6,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  head_dim: 2,
  max_position_embeddings: 8,
});

// Rows of different lengths, so that there is padding; tokens that occur more than once; an output of one token.
const steps: readonly TokenizedStep[] = [
  { input: [1, 5, 5, 2], output: [7, 0] },
  { input: [1, 8], output: [3, 3, 0] },
  { input: [4], output: [0] },
];
const refusals: readonly TokenizedStep[] = [
  { input: [1, 5, 5, 2], output: [7, 3], isRefused: true },
  { input: [4], output: [2], isRefused: true },
];

test('the gradient of the whole model agrees with central differences of it in float64', () =>
  agreesWithDifferences('likelihood', steps));

test('so does the gradient of a loss that counts refused tactics', () =>
  agreesWithDifferences('likelihood-and-refusals', [...refusals.slice(0, 1), ...steps, ...refusals.slice(1)]));

async function agreesWithDifferences(objective: Objective, examples: readonly TokenizedStep[]): Promise<void> {
  const model = ownModel(config, objective);
  const { parameters } = model;
  const batch = model.feeds(makeBatch(examples, 6, 0));
  const weights = new Map(Array.from(initialWeights(config, 5), ([name, values]) => [name, values.map((x) => x * 8)]));
  const graph = gradientGraph(model);
  assert.ok(graph.ok);
  const backward = await InferenceSession.create(encodeModel(graph.value.toModel()), { intraOpNumThreads: 1 });
  const feeds: Record<string, Tensor> = { ...batch };
  for (const { name, dims } of parameters) {
    feeds[name] = new Tensor('float32', weights.get(name)!, dims);
    feeds[gradientInput(name)] = new Tensor('float32', new Float32Array(weights.get(name)!.length), dims);
  }
  const gradients = await backward.run(feeds);

  const exact = new Map(Array.from(weights, ([name, values]) => [name, Float64Array.from(values)]));
  const forward = await InferenceSession.create(encodeModel(lossGraph(model, 'float64').toModel()), {
    intraOpNumThreads: 1,
    // The fused operators of onnxruntime have no float64 kernels.
    graphOptimizationLevel: 'disabled',
  });
  const exactFeeds = parameters.map(({ name, dims }) => [name, new Tensor('float64', exact.get(name)!, dims)]);
  const exactBatch = Object.entries(batch).map(([name, tensor]) => [name, inDouble(tensor)]);
  const inputs = { ...Object.fromEntries(exactBatch), ...Object.fromEntries(exactFeeds) };
  const lossAt = async (): Promise<number> => ((await forward.run(inputs)).loss!.data as Float64Array)[0]!;

  const step = 1e-5;
  for (const { name } of parameters) {
    const values = exact.get(name)!;
    const expected: number[] = [];
    for (const [i, value] of values.entries()) {
      values[i] = value + step;
      const above = await lossAt();
      values[i] = value - step;
      const below = await lossAt();
      values[i] = value;
      expected.push((above - below) / (2 * step));
    }
    const largest = Math.max(...expected.map(Math.abs));
    for (const [i, value] of (gradients[gradientOutput(name)]!.data as Float32Array).entries()) {
      const error = Math.abs(value - expected[i]!) / largest;
      assert.ok(error < 1e-3, `${name}[${i}]: ${value} instead of ${expected[i]}`);
    }
  }
}

const inDouble = (tensor: Tensor): Tensor =>
  tensor.type === 'float32'
    ? new Tensor('float64', Float64Array.from(tensor.data as Float32Array), tensor.dims)
    : tensor;

test('a refused tactic costs -log(1 - p), and others what they cost without it', async () => {
  const weights = initialWeights(config, 5);
  const lossOf = async (objective: Objective, examples: readonly TokenizedStep[]): Promise<number> => {
    const model = ownModel(config, objective);
    const session = await InferenceSession.create(encodeModel(lossGraph(model).toModel()));
    const feeds = { ...model.feeds(makeBatch(examples, 6, 0)) };
    for (const { name, dims } of model.parameters) feeds[name] = new Tensor('float32', weights.get(name)!, dims);
    return ((await session.run(feeds)).loss!.data as Float32Array)[0]!;
  };
  const likely = await lossOf('likelihood', steps);
  assert.ok(Math.abs((await lossOf('likelihood-and-refusals', steps)) - likely) < 1e-5);
  const costs = await Promise.all(refusals.map((refusal) => lossOf('likelihood', [refusal])));
  const expected = costs.reduce((sum, cost) => sum - Math.log(1 + 1e-4 - Math.exp(-cost)), likely);
  const measured = await lossOf('likelihood-and-refusals', [...steps, ...refusals]);
  assert.ok(Math.abs(measured - expected) < 1e-4, `${measured} instead of ${expected}`);
});
