import { Tensor } from 'onnxruntime-node';
import { deriveSeed } from '../../data/seed.ts';
import type { Attributes } from '../../onnx/attribute.ts';
import { GraphBuilder, type Value } from '../../onnx/graph.ts';
import { reduceSum } from '../../onnx/operators.ts';
import { normalValues, type Parameter } from '../model/parameters.ts';
import { chosenLogProbabilities, type TrainableModel } from '../model/trainable.ts';
import { classCount } from './classes.ts';

export interface HeadSizes {
  /** Width of the hidden states whose mean it reads. */
  readonly width: number;
  /** Width of its own hidden layer. */
  readonly inner: number;
}

const names = { up: 'up.weight', upBias: 'up.bias', down: 'down.weight', downBias: 'down.bias' } as const;

export const headParameters = ({ width, inner }: HeadSizes): readonly Parameter[] => [
  { name: names.up, dims: [width, inner] },
  { name: names.upBias, dims: [inner] },
  { name: names.down, dims: [inner, classCount] },
  { name: names.downBias, dims: [classCount] },
];

/** First weights, with which the head says of every state how often each class is, whatever the state. */
export function initialHead(
  { width, inner }: HeadSizes,
  shares: readonly number[],
  seed: number,
): ReadonlyMap<string, Float32Array> {
  return new Map([
    [names.up, normalValues(width * inner, 1 / Math.sqrt(width), deriveSeed(seed, 'distance'))],
    [names.upBias, new Float32Array(inner)],
    [names.down, new Float32Array(inner * classCount)],
    [names.downBias, Float32Array.from(shares, Math.log)],
  ]);
}

/** What nodes are written with: a new graph, or one that is added to. */
interface NodeWriter {
  op(opType: string, inputs: readonly string[], attributes?: Attributes): string;
}

/** Scores of the classes, […, classes], from features […, width]: one hidden layer between them (SiLU). */
export function head(graph: NodeWriter, weight: (name: string) => Value, rows: Value): Value {
  const up = graph.op('Add', [graph.op('MatMul', [rows, weight(names.up)]), weight(names.upBias)]);
  const activated = graph.op('Mul', [up, graph.op('Sigmoid', [up])]);
  return graph.op('Add', [graph.op('MatMul', [activated, weight(names.down)]), weight(names.downBias)]);
}

/** What a model knows of a prompt, and how far its state is from a proof. */
export interface Feature {
  readonly values: Float32Array;
  readonly distance: number;
}

const inputs = { features: 'features', distances: 'distances' } as const;

export const headModel = (sizes: HeadSizes): TrainableModel<readonly Feature[]> => ({
  parameters: headParameters(sizes),
  loss: (floatType) => {
    const graph = new GraphBuilder({ name: 'training', floatType });
    for (const { name, dims } of headParameters(sizes)) graph.input(name, floatType, dims);
    const features = graph.input(inputs.features, floatType, ['rows', sizes.width]);
    const distances = graph.input(inputs.distances, 'int64', ['rows', 1]);
    const scores = head(graph, (name) => name, features);
    const chosen = chosenLogProbabilities(graph, scores, distances);
    return { graph, loss: graph.op('Neg', [reduceSum(graph, chosen, [0, 1], false)]) };
  },
  feeds: (batch) => ({
    [inputs.features]: featureTensor(batch, sizes),
    [inputs.distances]: new Tensor(
      'int64',
      BigInt64Array.from(batch, ({ distance }) => BigInt(distance)),
      [batch.length, 1],
    ),
  }),
});

export function featureTensor(batch: readonly Feature[], { width }: HeadSizes): Tensor {
  const rows = new Float32Array(batch.length * width);
  for (const [row, { values }] of batch.entries()) rows.set(values, row * width);
  return new Tensor('float32', rows, [batch.length, width]);
}
