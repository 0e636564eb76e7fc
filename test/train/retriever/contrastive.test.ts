import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeModel } from '../../../src/onnx/proto.ts';
import { ModelConfig } from '../../../src/train/model/config.ts';
import { servedEncoder } from '../../../src/train/model/encoder.ts';
import { initialWeights } from '../../../src/train/model/parameters.ts';
import { type ContrastiveBatch, contrastiveModel, textBatch } from '../../../src/train/retriever/contrastive.ts';
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
const temperature = 0.5;
const model = contrastiveModel(config, temperature);
const weights = new Map(Array.from(initialWeights(config, 5), ([name, values]) => [name, values.map((x) => x * 8)]));

// Rows of different lengths, so that there is padding.
const states = [[1, 5, 5, 2, 3], [1, 8], [4]];
const premises = [[2, 2, 7], [6, 1, 3, 5], [8], [3, 4]];
const positives = [1, 0, 2];
/** Premise 3 is another positive of state 0, premise 0 another one of state 2. */
const masked = [0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0];

const batchOf = (mask: readonly number[]): ContrastiveBatch => ({
  states: textBatch(states, 0),
  premises: textBatch(premises, 0),
  positives: BigInt64Array.from(positives, BigInt),
  masked: Uint8Array.from(mask),
});

const single = { intraOpNumThreads: 1 } as const;
const parameterFeeds = () =>
  Object.fromEntries(model.parameters.map(({ name, dims }) => [name, new Tensor('float32', weights.get(name)!, dims)]));

async function lossOf(mask: readonly number[]): Promise<number> {
  const session = await InferenceSession.create(encodeModel(lossGraph(model).toModel()), single);
  const { loss } = await session.run({ ...parameterFeeds(), ...model.feeds(batchOf(mask)) });
  return (loss!.data as Float32Array)[0]!;
}

/** Embeddings of texts that are encoded one by one, so without padding. */
async function embeddings(texts: readonly (readonly number[])[]): Promise<number[][]> {
  const session = await InferenceSession.create(encodeModel(servedEncoder(config, weights)), single);
  const rows: number[][] = [];
  for (const text of texts) {
    const { inputIds, attentionMask, time } = textBatch([text], 0);
    const outputs = await session.run({
      input_ids: new Tensor('int64', inputIds, [1, time]),
      attention_mask: new Tensor('int64', attentionMask, [1, time]),
    });
    rows.push(Array.from(outputs.sentence_embedding!.data as Float32Array));
  }
  return rows;
}

async function expectedLoss(mask: readonly number[]): Promise<number> {
  const [rows, columns] = [await embeddings(states), await embeddings(premises)];
  return rows.reduce((sum, row, i) => {
    const scores = columns.map((column) => row.reduce((dot, x, k) => dot + x * column[k]!, 0) / temperature);
    const kept = scores.filter((_, j) => mask[i * columns.length + j] === 0);
    return sum + Math.log(kept.reduce((total, score) => total + Math.exp(score), 0)) - scores[positives[i]!]!;
  }, 0);
}

test('the loss is the cross-entropy over cosines of texts encoded one by one, without what is masked', async () => {
  const expected = await expectedLoss(masked);
  assert.ok(Math.abs((await lossOf(masked)) - expected) < 1e-4);
  assert.ok(Math.abs(expected - (await expectedLoss(masked.map(() => 0)))) > 1e-2, 'the mask matters');
});

test('embeddings have length 1, and differ', async () => {
  const rows = await embeddings(states);
  for (const row of rows) assert.ok(Math.abs(Math.hypot(...row) - 1) < 1e-5);
  assert.notDeepEqual(rows[1], rows[2]);
});

test('an early token sees a later one', async () => {
  const [a, b] = await embeddings([
    [1, 2, 3],
    [1, 2, 4],
  ]);
  assert.ok(Math.abs(a![0]! - b![0]!) > 1e-4);
});

test('the gradient of the contrastive loss agrees with central differences of it in float64', async () => {
  const graph = gradientGraph(model);
  assert.ok(graph.ok, graph.ok ? '' : graph.error.message);
  const backward = await InferenceSession.create(encodeModel(graph.value.toModel()), single);
  const batch = model.feeds(batchOf(masked));
  const before = model.parameters.map(({ name, dims }) => [
    gradientInput(name),
    new Tensor('float32', new Float32Array(weights.get(name)!.length), dims),
  ]);
  const gradients = await backward.run({ ...batch, ...parameterFeeds(), ...Object.fromEntries(before) });

  const exact = new Map(Array.from(weights, ([name, values]) => [name, Float64Array.from(values)]));
  // The fused operators of onnxruntime have no float64 kernels.
  const options = { ...single, graphOptimizationLevel: 'disabled' } as const;
  const forward = await InferenceSession.create(encodeModel(lossGraph(model, 'float64').toModel()), options);
  const feeds = model.parameters.map(({ name, dims }) => [name, new Tensor('float64', exact.get(name)!, dims)]);
  const lossAt = async (): Promise<number> =>
    ((await forward.run({ ...batch, ...Object.fromEntries(feeds) })).loss!.data as Float64Array)[0]!;
  const step = 1e-5;
  for (const { name } of model.parameters) {
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
});
