import { InferenceSession } from 'onnxruntime-node';
import { stateValue } from '../../generator/onnx/model/remaining.ts';
import { logSumExp } from '../../generator/onnx/sampling/distribution.ts';
import { GraphBuilder } from '../../onnx/graph.ts';
import { encodeModel } from '../../onnx/proto.ts';
import { float32 } from '../../onnx/tensor.ts';
import { classCount, notProved } from './classes.ts';
import { type Feature, featureTensor, type HeadSizes, head, headParameters } from './head.ts';

/** How well a head foresees distances, beside what is foreseen without looking at a state. */
export interface Foresight {
  /** Mean of -log p of the class, in nats: by the head, and by how often each class is. */
  readonly loss: number;
  readonly constantLoss: number;
  /** The share of states whose likeliest class is theirs. */
  readonly accuracy: number;
  readonly constantAccuracy: number;
  /** How often a state that was proved has a greater value than one that was not: 0.5 by chance. */
  readonly ranking: number;
}

/** What a head says of each state: the scores of the classes. */
export async function scoresOf(
  sizes: HeadSizes,
  weights: ReadonlyMap<string, Float32Array>,
  features: readonly Feature[],
): Promise<readonly Float32Array[]> {
  const graph = new GraphBuilder({ name: 'head' });
  for (const { name, dims } of headParameters(sizes)) graph.initializer(name, float32(dims, weights.get(name)!));
  const rows = graph.input('features', 'float32', ['rows', sizes.width]);
  graph.output(
    head(graph, (name) => name, rows),
    'scores',
  );
  const session = await InferenceSession.create(encodeModel(graph.toModel()));
  try {
    const { scores } = await session.run({ features: featureTensor(features, sizes) });
    const data = scores!.data as Float32Array;
    return features.map((_, row) => data.slice(row * classCount, (row + 1) * classCount));
  } finally {
    await session.release();
  }
}

/** @param shares how often each class is among the states that the head was trained on */
export function judge(
  scores: readonly Float32Array[],
  distances: readonly number[],
  shares: readonly number[],
): Foresight {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const commonest = indexOfLargest(shares);
  return {
    loss: mean(scores.map((row, i) => logSumExp(row) - row[distances[i]!]!)),
    constantLoss: mean(distances.map((distance) => -Math.log(shares[distance]!))),
    accuracy: mean(scores.map((row, i) => Number(indexOfLargest(row) === distances[i]))),
    constantAccuracy: mean(distances.map((distance) => Number(distance === commonest))),
    ranking: ranking(
      scores.map(stateValue),
      distances.map((distance) => distance !== notProved),
    ),
  };
}

/** The probability that a value drawn from those that should be high is above one drawn from the others. */
function ranking(values: readonly number[], isHigh: readonly boolean[]): number {
  const order = Array.from(values.keys()).toSorted((a, b) => values[a]! - values[b]!);
  let [low, above] = [0, 0];
  for (const index of order) {
    if (isHigh[index]) above += low;
    else low++;
  }
  return above / (low * (values.length - low));
}

const indexOfLargest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((best, value, i, all) => (value > all[best]! ? i : best), 0);
