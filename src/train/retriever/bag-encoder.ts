import { deriveSeed } from '../../data/seed.ts';
import { GraphBuilder, type Value } from '../../onnx/graph.ts';
import { add, cast, div, gather, matMul, mul, reduceSum } from '../../onnx/operators.ts';
import type { ModelProto } from '../../onnx/proto.ts';
import { type Field, fields } from '../../premises/dense/words/features.ts';
import { servedNames } from '../../premises/dense/words/word-embedder.ts';
import type { Weights } from '../model/forward.ts';
import { normalValues, type Parameter } from '../model/parameters.ts';
import { storeWeight, type WeightType } from '../model/storage.ts';

export interface BagSizes {
  /** Size of the vocabulary. */
  readonly words: number;
  /** Width of the embeddings. */
  readonly width: number;
}

export type TextKind = 'state' | 'statement';

const vectors = 'words.weight';
const importance = 'importance.weight';
const projection = (kind: TextKind): string => `${kind}.projection.weight`;

export const bagParameters = ({ words, width }: BagSizes): readonly Parameter[] => [
  { name: vectors, dims: [words, width] },
  { name: importance, dims: [fields.length * words] },
  { name: projection('state'), dims: [width, width] },
  { name: projection('statement'), dims: [width, width] },
];

/** How much a word counts in each field before anything is learned. */
const initialImportance: Readonly<Record<Field, number>> = {
  target: 1,
  'goal-constant': 0.3,
  hypothesis: 0.5,
  name: 1,
  conclusion: 1,
  constant: 0.3,
  binder: 0.5,
  itself: 0.1,
};

/**
 * First weights, with which the product of two embeddings comes near to that of two bags of words weighted by their rarity:
 * random vectors of words are nearly orthogonal, and nothing is projected.
 *
 * @param rarities of all words, by number
 */
export function initialBag(
  { words, width }: BagSizes,
  rarities: readonly number[],
  seed: number,
): ReadonlyMap<string, Float32Array> {
  const counts = Float32Array.from({ length: fields.length * words }, (_, place) => {
    const field = fields[Math.floor(place / words)]!;
    return initialImportance[field] * rarities[place % words]!;
  });
  return new Map([
    [vectors, normalValues(words * width, 1 / Math.sqrt(width), deriveSeed(seed, vectors))],
    [importance, counts],
    [projection('state'), new Float32Array(width * width)],
    [projection('statement'), new Float32Array(width * width)],
  ]);
}

/** The inputs of passages as words and fields: [batch, time] each, int64. */
export interface BagInputs {
  readonly words: Value;
  readonly fields: Value;
}

/**
 * Embeddings of passages, [batch, width]: the sum of the vectors of their words, each as much as it counts in its field,
 * with a projection of it that is their kind's added, of length 1.
 */
export function bagEncoder(graph: GraphBuilder, sizes: BagSizes, weights: Weights, kind: TextKind, inputs: BagInputs) {
  const [batch, time] = graph.shapeOf(inputs.words)!;
  const places = add(graph, mul(graph, inputs.fields, graph.int(sizes.words)), inputs.words);
  const isWord = cast(graph, graph.op('Greater', [inputs.words, graph.int(0)]), graph.floatType);
  const counts = mul(graph, gather(graph, weights(importance), places), isWord);
  const row = graph.declare(graph.op('Unsqueeze', [counts, graph.int([1])]), [batch!, 1, time!]);
  const rows = gather(graph, weights(vectors), inputs.words);
  const pooled = graph.op('Squeeze', [matMul(graph, row, rows), graph.int([1])]);
  graph.declare(pooled, [batch!, sizes.width]);
  const sum = add(graph, pooled, matMul(graph, pooled, weights(projection(kind))));
  const square = reduceSum(graph, mul(graph, sum, sum), [1]);
  return div(graph, sum, graph.op('Sqrt', [add(graph, square, graph.float(1e-12))]));
}

/** The encoder as it is served: words and fields in, an embedding as each kind of passage out. */
export function servedBag(
  sizes: BagSizes,
  weights: ReadonlyMap<string, Float32Array>,
  weightType: WeightType,
): ModelProto {
  const graph = new GraphBuilder({ name: 'encoder' });
  const inputs = {
    words: graph.input(servedNames.words, 'int64', ['batch', 'time']),
    fields: graph.input(servedNames.fields, 'int64', ['batch', 'time']),
  };
  const stored = new Map<string, Value>();
  for (const { name, dims } of bagParameters(sizes)) {
    stored.set(name, storeWeight(graph, weightType, name, dims, weights.get(name)!));
  }
  for (const kind of ['state', 'statement'] as const) {
    graph.output(
      bagEncoder(graph, sizes, (name) => stored.get(name)!, kind, inputs),
      servedNames[kind],
    );
  }
  return graph.toModel();
}
