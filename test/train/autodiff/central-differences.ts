import assert from 'node:assert/strict';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { GraphBuilder, type Value } from '../../../src/onnx/graph.ts';
import { encodeModel } from '../../../src/onnx/proto.ts';
import { elementCount, type FloatType } from '../../../src/onnx/tensor.ts';
import { differentiate } from '../../../src/train/autodiff/differentiate.ts';

/** A differentiable input: its lengths, and its elements or the range that they are drawn from. */
export interface Parameter {
  readonly dims: readonly number[];
  readonly data?: readonly number[];
  readonly from?: number;
  readonly to?: number;
}

/** A function of the parameters, written with operators; other inputs are constants of the graph. */
export type Formula = (graph: GraphBuilder, ...parameters: Value[]) => Value;

/** A deterministic stream of numbers in [0, 1). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const toTensor = (type: FloatType, dims: readonly number[], data: readonly number[]): Tensor =>
  type === 'float32'
    ? new Tensor(type, Float32Array.from(data), dims)
    : new Tensor(type, Float64Array.from(data), dims);

/** Threads and rewriting cost more than they give for graphs of this size. */
const small: InferenceSession.SessionOptions = { intraOpNumThreads: 1, graphOptimizationLevel: 'disabled' };

/** loss = Σ weight · y over all elements of y, with weights that tell the elements apart. */
function loss(
  graph: GraphBuilder,
  formula: Formula,
  parameters: readonly Parameter[],
  lengths: 'known' | 'unknown',
): Value {
  const inputs = parameters.map(({ dims }, i) =>
    graph.input(`p${i}`, graph.floatType, lengths === 'known' ? dims : dims.map((_, axis) => `p${i}_${axis}`)),
  );
  const y = formula(graph, ...inputs);
  const flat = graph.op('Reshape', [y, graph.int([-1])]);
  const count = graph.op('Range', [graph.int(0), graph.op('Size', [flat]), graph.int(1)]);
  const steps = graph.op('Cast', [count], { to: { int: graph.floatType === 'float32' ? 1 : 11 } });
  const weights = graph.op('Add', [graph.op('Mul', [steps, graph.float(0.37)]), graph.float(-0.6)]);
  return graph.op('ReduceSum', [graph.op('Mul', [flat, weights])], { keepdims: { int: 0 } });
}

const scale = (values: readonly number[]): number =>
  values.reduce((max, value) => Math.max(max, Math.abs(value)), 1e-6);

/**
 * Asserts that the gradients of a formula, computed in float32 by the differentiated graph, agree with central
 * differences of the same formula in float64, to `tolerance` relative to the largest element.
 */
export async function assertGradients(
  formula: Formula,
  parameters: readonly Parameter[],
  { lengths = 'known', tolerance = 1e-3 }: { lengths?: 'known' | 'unknown'; tolerance?: number } = {},
): Promise<void> {
  const random = randomNumbers(7);
  const values = parameters.map(({ dims, data, from = -1, to = 1 }) =>
    // Values that float32 holds exactly, so that both graphs see the same.
    Array.from(data ?? Array.from({ length: elementCount(dims) }, () => from + (to - from) * random()), Math.fround),
  );

  const graph = new GraphBuilder();
  const total = loss(graph, formula, parameters, lengths);
  const gradients = differentiate(graph, total, [...graph.inputs]);
  assert.ok(gradients.ok, gradients.ok ? '' : gradients.error.message);
  for (const [i, gradient] of gradients.value.entries()) graph.output(gradient, `g${i}`);
  const backward = await InferenceSession.create(encodeModel(graph.toModel()), small);
  const feeds = parameters.map(({ dims }, i) => [`p${i}`, toTensor('float32', dims, values[i]!)] as const);
  const computed = await backward.run(Object.fromEntries(feeds));

  const exact = new GraphBuilder({ floatType: 'float64' });
  exact.output(loss(exact, formula, parameters, 'known'), 'loss');
  const forward = await InferenceSession.create(encodeModel(exact.toModel()), small);
  const lossAt = async (): Promise<number> => {
    const at = parameters.map(({ dims }, i) => [`p${i}`, toTensor('float64', dims, values[i]!)] as const);
    return ((await forward.run(Object.fromEntries(at))).loss!.data as Float64Array)[0]!;
  };

  const step = 1e-5;
  for (const [i, { dims }] of parameters.entries()) {
    const expected: number[] = [];
    for (const [j, value] of values[i]!.entries()) {
      values[i]![j] = value + step;
      const above = await lossAt();
      values[i]![j] = value - step;
      const below = await lossAt();
      values[i]![j] = value;
      expected.push((above - below) / (2 * step));
    }
    const actual = computed[`g${i}`]!;
    assert.deepEqual(actual.dims, dims, `shape of the gradient of parameter ${i}`);
    for (const [j, value] of (actual.data as Float32Array).entries()) {
      const error = Math.abs(value - expected[j]!) / scale(expected);
      assert.ok(error < tolerance, `parameter ${i}, element ${j}: ${value} instead of ${expected[j]}`);
    }
  }
}
