import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeModel } from '../../../src/onnx/proto.ts';
import type { WordIds } from '../../../src/premises/dense/words/vocabulary.ts';
import { servedNames } from '../../../src/premises/dense/words/word-embedder.ts';
import { normalValues } from '../../../src/train/model/parameters.ts';
import { bagParameters, initialBag, servedBag, type TextKind } from '../../../src/train/retriever/bag-encoder.ts';
import { type ContrastiveBatch, contrastiveModel, passageBatch } from '../../../src/train/retriever/contrastive.ts';
import { gradientGraph, gradientInput, gradientOutput, lossGraph } from '../../../src/train/step/gradient-graph.ts';

const sizes = { words: 9, width: 4 };
const temperature = 0.5;
const model = contrastiveModel(sizes, temperature);
/** Nothing is zero, so that every gradient shows. */
const weights = new Map(
  bagParameters(sizes).map(({ name, dims }, place) => [
    name,
    normalValues(
      dims.reduce((product, dim) => product * dim),
      0.7,
      place,
    ),
  ]),
);

const passage = (...features: readonly (readonly [word: number, field: number])[]): WordIds => ({
  words: features.map(([word]) => word),
  fields: features.map(([, field]) => field),
});

// Rows of different lengths, so that there is padding.
const states = [passage([1, 0], [5, 0], [5, 1], [2, 2], [3, 2]), passage([1, 2], [8, 0]), passage([4, 0])];
const premises = [
  passage([2, 3], [2, 4], [7, 5]),
  passage([6, 4], [1, 3], [3, 7], [5, 6]),
  passage([8, 4]),
  passage([3, 3], [4, 4]),
];
const positives = [1, 0, 2];
/** Premise 3 is another positive of state 0, premise 0 another one of state 2. */
const masked = [0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0];

const batchOf = (mask: readonly number[]): ContrastiveBatch => ({
  states: passageBatch(states),
  premises: passageBatch(premises),
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

/** Embeddings of passages that are encoded one by one, so without padding. */
async function embeddings(kind: TextKind, passages: readonly WordIds[], given = weights): Promise<number[][]> {
  const session = await InferenceSession.create(encodeModel(servedBag(sizes, given, 'float32')), single);
  const rows: number[][] = [];
  for (const one of passages) {
    const { words, fields, time } = passageBatch([one]);
    const outputs = await session.run({
      [servedNames.words]: new Tensor('int64', words, [1, time]),
      [servedNames.fields]: new Tensor('int64', fields, [1, time]),
    });
    rows.push(Array.from(outputs[servedNames[kind]]!.data as Float32Array));
  }
  return rows;
}

async function expectedLoss(mask: readonly number[]): Promise<number> {
  const [rows, columns] = [await embeddings('state', states), await embeddings('statement', premises)];
  return rows.reduce((sum, row, i) => {
    const scores = columns.map((column) => row.reduce((dot, x, k) => dot + x * column[k]!, 0) / temperature);
    const kept = scores.filter((_, j) => mask[i * columns.length + j] === 0);
    return sum + Math.log(kept.reduce((total, score) => total + Math.exp(score), 0)) - scores[positives[i]!]!;
  }, 0);
}

test('the loss is the cross-entropy over cosines of passages encoded one by one, without what is masked', async () => {
  const expected = await expectedLoss(masked);
  assert.ok(Math.abs((await lossOf(masked)) - expected) < 1e-4);
  assert.ok(Math.abs(expected - (await expectedLoss(masked.map(() => 0)))) > 1e-2, 'the mask matters');
});

test('embeddings have length 1, and those of a goal and of a statement differ', async () => {
  const [asGoal, asStatement] = [await embeddings('state', states), await embeddings('statement', states)];
  for (const row of [...asGoal, ...asStatement]) assert.ok(Math.abs(Math.hypot(...row) - 1) < 1e-5);
  assert.notDeepEqual(asGoal[0], asStatement[0]);
});

test('before anything is learned, a passage is nearest to what shares its rare words', async () => {
  const wide = { words: 9, width: 256 };
  const rarities = [1, 1, 0.1, 1, 1, 1, 1, 1, 1];
  const session = await InferenceSession.create(encodeModel(servedBag(wide, initialBag(wide, rarities, 3), 'float32')));
  const embed = async (kind: TextKind, one: WordIds) => {
    const { words, fields, time } = passageBatch([one]);
    const outputs = await session.run({
      [servedNames.words]: new Tensor('int64', words, [1, time]),
      [servedNames.fields]: new Tensor('int64', fields, [1, time]),
    });
    return outputs[servedNames[kind]]!.data as Float32Array;
  };
  const goal = await embed('state', passage([1, 0], [2, 0]));
  const cosineTo = async (one: WordIds) => (await embed('statement', one)).reduce((sum, x, i) => sum + x * goal[i]!, 0);
  const shares = { rare: await cosineTo(passage([1, 4], [3, 4])), common: await cosineTo(passage([2, 4], [3, 4])) };
  assert.ok(shares.rare > 0.5, `${shares.rare}`);
  assert.ok(Math.abs(shares.common) < 0.25, `${shares.common}`);
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
