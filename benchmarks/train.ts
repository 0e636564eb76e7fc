/**
 * Training speed on CPU for a model of about 5 million parameters: tokens per second, the share of the rate at which
 * the same runtime multiplies large matrices, and the tokens per second of jax-js (wasm) training the same model on
 * the same batch. The three take turns, so that they see the same machine; medians are reported.
 *
 *     node benchmarks/train.ts
 */
import { availableParallelism, cpus } from 'node:os';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { GraphBuilder } from '../src/onnx/graph.ts';
import { encodeModel } from '../src/onnx/proto.ts';
import { ModelConfig } from '../src/train/model/config.ts';
import { ownModel } from '../src/train/model/own.ts';
import { initialWeights, parameterCount } from '../src/train/model/parameters.ts';
import { type Batch, makeBatch } from '../src/train/step/batch.ts';
import { initialState } from '../src/train/step/state.ts';
import { Stepper } from '../src/train/step/stepper.ts';
import { defaultOptimizer } from '../src/train/step/update-graph.ts';
import { JaxTraining } from './train/jax.ts';

const rounds = 5;
const learningRate = 1e-3;
const config = ModelConfig.parse({
  vocab_size: 1024,
  hidden_size: 256,
  intermediate_size: 704,
  num_hidden_layers: 6,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 64,
  max_position_embeddings: 256,
});

/** Rows as a dataset of proof steps has them: four parts state, one part tactic. */
function someBatch(rows: number, time: number): Batch {
  const tokens = (count: number, row: number, factor: number) =>
    Array.from({ length: count }, (_, i) => (row * 7 + i * factor) % config.vocab_size);
  const output = Math.round(time / 5);
  const steps = Array.from({ length: rows }, (_, row) => ({
    input: tokens(time - output + 1, row, 3),
    output: tokens(output, row, 5),
  }));
  return makeBatch(steps, time, 0);
}

/** Operations of all matrix products of a step, forward and backward; nothing else is counted. */
function operations({ batch, time, targetIds }: Batch): number {
  const { hidden_size: hidden, intermediate_size: inner, num_attention_heads: heads, head_dim: head } = config;
  const keys = config.num_key_value_heads * head;
  const perToken = 2 * hidden * heads * head + 2 * hidden * keys + 3 * hidden * inner;
  const attention = 2 * batch * time * time * heads * head;
  const layers = config.num_hidden_layers * (batch * time * perToken + attention);
  return 6 * (layers + targetIds.length * config.vocab_size * hidden);
}

const seconds = async (run: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await run();
  return (performance.now() - begun) / 1000;
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** A product of two matrices of 2048 × 2048, with room for the result made beforehand. */
async function largeProduct(): Promise<{ run: () => Promise<unknown>; operations: number }> {
  const size = 2048;
  const graph = new GraphBuilder();
  const [a, b] = [graph.input('a', 'float32', [size, size]), graph.input('b', 'float32', [size, size])];
  graph.output(graph.op('MatMul', [a, b]), 'y');
  const session = await InferenceSession.create(encodeModel(graph.toModel()));
  const matrix = () =>
    new Tensor(
      'float32',
      new Float32Array(size * size).map((_, i) => (i % 17) / 17),
      [size, size],
    );
  const feeds = { a: matrix(), b: matrix() };
  const fetches = { y: matrix() };
  return { run: () => session.run(feeds, fetches), operations: 2 * size ** 3 };
}

const model = ownModel(config);
const batch = someBatch(16, 128);
const tokens = batch.batch * batch.time;
const stepper = await Stepper.create(
  model,
  defaultOptimizer,
  initialState(model.parameters, initialWeights(config, 0)),
);
if (!stepper.ok) throw new Error(stepper.error.message);
const jax = await JaxTraining.create(config, batch, learningRate);
const product = await largeProduct();
const losses: { ours: number; jax: number }[] = [];
const times: Record<'product' | 'ours' | 'jax', number[]> = { product: [], ours: [], jax: [] };

for (let round = -1; round < rounds; round++) {
  let ours = Number.NaN;
  let other = Number.NaN;
  const measured = {
    product: await seconds(async () => {
      for (let i = 0; i < 4; i++) await product.run();
    }),
    ours: await seconds(async () => {
      ours = (await stepper.value.accumulate(batch)) / batch.targetIds.length;
      await stepper.value.update(learningRate, batch.targetIds.length);
    }),
    jax: await seconds(async () => {
      other = await jax.step();
    }),
  };
  losses.push({ ours, jax: other });
  // The first round warms up: memory is taken, kernels are compiled.
  if (round < 0) continue;
  times.product.push(measured.product / 4);
  times.ours.push(measured.ours);
  times.jax.push(measured.jax);
}

const peak = product.operations / median(times.product);
const rate = operations(batch) / median(times.ours);
console.log(`${cpus()[0]?.model.trim()}, ${availableParallelism()} cores; Node ${process.version}`);
console.log(
  `${(parameterCount(model.parameters) / 1e6).toFixed(2)} million parameters; ${batch.batch} rows of ${batch.time} tokens`,
);
console.table({
  'onnxruntime, this trainer': {
    'tokens/s': Math.round(tokens / median(times.ours)),
    'GFLOP/s': Math.round(rate / 1e9),
  },
  'jax-js, wasm': {
    'tokens/s': Math.round(tokens / median(times.jax)),
    'GFLOP/s': Math.round(operations(batch) / median(times.jax) / 1e9),
  },
  'onnxruntime, 2048 × 2048 MatMul': { 'GFLOP/s': Math.round(peak / 1e9) },
});
console.log(`share of the MatMul rate: ${((100 * rate) / peak).toFixed(1)}%`);
console.log(`times the tokens per second of jax-js: ${(median(times.jax) / median(times.ours)).toFixed(2)}`);
console.log(
  `losses by step (ours, jax-js): ${losses.map((loss) => `${loss.ours.toFixed(4)}, ${loss.jax.toFixed(4)}`).join('; ')}`,
);
