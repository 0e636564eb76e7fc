import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { decodeModel, encodeModel } from '../../../src/onnx/proto.ts';
import { elementTypes } from '../../../src/onnx/tensor.ts';
import { ModelConfig } from '../../../src/train/model/config.ts';
import { ownModel } from '../../../src/train/model/own.ts';
import { embeddingName, finalNormName, initialWeights } from '../../../src/train/model/parameters.ts';
import { servedModel } from '../../../src/train/model/served.ts';
import { type WeightType, weightsOf, weightTypes } from '../../../src/train/model/storage.ts';
import { makeBatch } from '../../../src/train/step/batch.ts';
import { initialState } from '../../../src/train/step/state.ts';
import { Stepper } from '../../../src/train/step/stepper.ts';
import { defaultOptimizer } from '../../../src/train/step/update-graph.ts';
import { temporaryFolder } from '../training.ts';

const config = ModelConfig.parse({
  vocab_size: 13,
  hidden_size: 16,
  intermediate_size: 24,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 4,
  max_position_embeddings: 16,
});
const model = ownModel(config);
// Large weights, so that a mistake anywhere shows in the logits.
const weights = new Map(Array.from(initialWeights(config, 1), ([name, values]) => [name, values.map((x) => x * 10)]));

const served = (
  weightType: WeightType = 'float32',
  values: ReadonlyMap<string, Float32Array> = weights,
): Promise<InferenceSession> =>
  InferenceSession.create(encodeModel(servedModel(config, values, weightType)), { intraOpNumThreads: 1 });

/** The weights that a model holds which stores them so. */
function stored(weightType: WeightType): ReadonlyMap<string, Float32Array> {
  const { graph } = servedModel(config, weights, weightType);
  const read = weightsOf(config, graph!, 'model.onnx');
  assert.ok(read.ok);
  return read.value;
}

type Cache = Record<string, Tensor>;

const emptyCache = (batch: number): Cache =>
  Object.fromEntries(
    [0, 1].flatMap((layer) =>
      ['key', 'value'].map((part) => [
        `past_key_values.${layer}.${part}`,
        new Tensor('float32', new Float32Array(0), [batch, 2, 0, 4]),
      ]),
    ),
  );

const ints = (rows: readonly (readonly number[])[]): Tensor =>
  new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0]!.length]);

async function run(
  session: InferenceSession,
  { ids, mask, positions, cache }: { ids: number[][]; mask: number[][]; positions: number[][]; cache: Cache },
): Promise<{ logits: number[][][]; cache: Cache }> {
  const outputs = await session.run({
    input_ids: ints(ids),
    attention_mask: ints(mask),
    position_ids: ints(positions),
    ...cache,
  });
  const [batch, time, vocabulary] = outputs.logits!.dims as [number, number, number];
  const data = Array.from(outputs.logits!.data as Float32Array);
  const logits = Array.from({ length: batch }, (_, row) =>
    Array.from({ length: time }, (_, t) =>
      data.slice((row * time + t) * vocabulary, (row * time + t + 1) * vocabulary),
    ),
  );
  const present = Object.entries(outputs).filter(([name]) => name.startsWith('present.'));
  return {
    logits,
    cache: Object.fromEntries(present.map(([name, value]) => [name.replace('present', 'past_key_values'), value])),
  };
}

const ones = (length: number): number[] => Array(length).fill(1);
const upTo = (length: number): number[] => Array.from({ length }, (_, i) => i);

function assertClose(actual: readonly number[], expected: readonly number[], tolerance: number, what: string): void {
  for (const [i, value] of actual.entries()) {
    assert.ok(Math.abs(value - expected[i]!) < tolerance, `${what}, logit ${i}: ${value} instead of ${expected[i]}`);
  }
}

const text = [3, 1, 4, 1, 5, 9, 2, 6];

test('tokens read one by one through the cache get the logits of tokens read at once', async () => {
  const session = await served();
  const whole = await run(session, { ids: [text], mask: [ones(8)], positions: [upTo(8)], cache: emptyCache(1) });
  let cache = emptyCache(1);
  for (const [t, id] of text.entries()) {
    const step = await run(session, { ids: [[id]], mask: [ones(t + 1)], positions: [[t]], cache });
    assertClose(step.logits[0]![0]!, whole.logits[0]![t]!, 1e-4, `token ${t}`);
    cache = step.cache;
  }
});

test('a row that is padded on the left gets the logits that it gets alone', async () => {
  const session = await served();
  const alone = await run(session, {
    ids: [text.slice(0, 3)],
    mask: [ones(3)],
    positions: [upTo(3)],
    cache: emptyCache(1),
  });
  const padded = await run(session, {
    ids: [text.slice(0, 5), [0, 0, ...text.slice(0, 3)]],
    mask: [ones(5), [0, 0, 1, 1, 1]],
    positions: [upTo(5), [0, 0, 0, 1, 2]],
    cache: emptyCache(2),
  });
  assertClose(padded.logits[1]![4]!, alone.logits[0]![2]!, 1e-4, 'last token');
});

test('later tokens do not change the logits of earlier ones', async () => {
  const session = await served();
  const read = (ids: number[]) =>
    run(session, { ids: [ids], mask: [ones(8)], positions: [upTo(8)], cache: emptyCache(1) });
  const [a, b] = [await read(text), await read(text.with(6, 12))];
  assertClose(a.logits[0]![5]!, b.logits[0]![5]!, 1e-6, 'token before the change');
  assert.notDeepEqual(a.logits[0]![6], b.logits[0]![6]);
});

test('the loss of the training graph is that of the served model', async () => {
  const stepper = await Stepper.create(model, defaultOptimizer, initialState(model.parameters, weights));
  assert.ok(stepper.ok);
  const steps = [
    { input: [3, 1, 4], output: [1, 5] },
    { input: [9, 2], output: [6, 5, 3, 0] },
  ];
  const loss = await stepper.value.loss(makeBatch(steps, 6, 0));
  await stepper.value.close();
  const session = await served();
  let expected = 0;
  for (const { input, output } of steps) {
    const ids = [...input, ...output];
    const n = ids.length;
    const { logits } = await run(session, { ids: [ids], mask: [ones(n)], positions: [upTo(n)], cache: emptyCache(1) });
    for (const [i, token] of output.entries()) {
      const scores = logits[0]![input.length - 1 + i]!;
      expected += Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - scores[token]!;
    }
  }
  assert.ok(Math.abs(loss - expected) < 1e-3, `${loss} instead of ${expected}`);
});

test('weights stored in half precision change the logits by no more than their rounding', async () => {
  const inputs = { ids: [text], mask: [ones(8)], positions: [upTo(8)], cache: emptyCache(1) };
  const [full, half] = [await run(await served(), inputs), await run(await served('float16'), inputs)];
  assertClose(half.logits[0]![7]!, full.logits[0]![7]!, 0.2, 'last token');
  assert.notDeepEqual(half.logits, full.logits);
});

for (const type of weightTypes) {
  test(`a model that stores its weights as ${type} gives the logits of the weights that are read back from it`, async () => {
    const inputs = { ids: [text], mask: [ones(8)], positions: [upTo(8)], cache: emptyCache(1) };
    const [own, same] = [
      await run(await served(type), inputs),
      await run(await served('float32', stored(type)), inputs),
    ];
    assert.deepEqual(own.logits, same.logits);
  });

  test(`weights stored as ${type} are widened when a session is made, not in every run`, async (t) => {
    const path = join(await temporaryFolder(t), 'optimized.onnx');
    const session = await InferenceSession.create(encodeModel(servedModel(config, weights, type)), {
      optimizedModelFilePath: path,
      graphOptimizationLevel: 'extended',
    });
    await session.release();
    const optimized = decodeModel(await readFile(path), path);
    assert.ok(optimized.ok);
    const matrix = optimized.value.graph.initializer.filter(({ dims }) => dims.join() === '16,24');
    assert.deepEqual(
      matrix.map(({ dataType }) => dataType),
      Array(4).fill(elementTypes.float32),
    );
  });
}

test('weights stored in 8 bits come back within a 254th of the largest of their matrix; those of norms stay floats', () => {
  const read = stored('int8');
  for (const [name, values] of weights) {
    const largest = Math.max(...values.map(Math.abs));
    for (const [i, value] of read.get(name)!.entries()) {
      assert.ok(Math.abs(value - values[i]!) <= (largest / 254) * 1.0001, `${name}, ${i}: ${value}, not ${values[i]}`);
    }
  }
  assert.notDeepEqual(read.get(embeddingName), weights.get(embeddingName));
  assert.deepEqual(read.get(finalNormName), weights.get(finalNormName));
});

test('a model in 8 bits takes a quarter of the space of one in float32, scales left aside', () => {
  const bytes = (type: WeightType): number =>
    servedModel(config, weights, type)
      .graph!.initializer.filter(
        ({ name }) => name!.startsWith('model.') && !name!.endsWith('.scales') && !name!.includes('norm'),
      )
      .reduce((sum, { rawData }) => sum + rawData!.length, 0);
  assert.equal(bytes('int8') * 4, bytes('float32'));
});
