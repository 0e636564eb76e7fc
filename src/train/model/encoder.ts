import { GraphBuilder, type Value } from '../../onnx/graph.ts';
import { add, cast, concat, div, mul, reduceSum } from '../../onnx/operators.ts';
import type { ModelProto } from '../../onnx/proto.ts';
import { sequences } from './attention.ts';
import type { ModelConfig } from './config.ts';
import { transformer, type Weights } from './forward.ts';
import { parametersOf } from './parameters.ts';
import { storeWeight, type WeightType } from './storage.ts';

/** The inputs of texts as tokens: [batch, time] each, int64; the mask is 1 for tokens and 0 for padding. */
export interface EncoderInputs {
  readonly inputIds: Value;
  readonly attentionMask: Value;
}

/** The parameters of an encoder are those of a decoder without an output layer of its own. */
export const encoderParameters = (config: ModelConfig) => parametersOf({ ...config, tie_word_embeddings: true });

/** Embeddings of texts, [batch, hidden_size]: outputs at all tokens, which see each other, mean-pooled, of length 1. */
export function encoder(graph: GraphBuilder, config: ModelConfig, weights: Weights, inputs: EncoderInputs): Value {
  const { inputIds, attentionMask } = inputs;
  const time = graph.op('Squeeze', [graph.op('Shape', [inputIds], { start: { int: 1 } })]);
  const range = graph.op('Range', [graph.int(0), time, graph.int(1)]);
  const positionIds = graph.declare(graph.op('Unsqueeze', [range, graph.int([0])]), [1, 'time']);
  const sequence = sequences(graph, config, { inputIds, attentionMask, positionIds }, 'both-ways');
  const { hidden } = transformer(graph, config, weights, { inputIds, sequence });
  const shape = concat(graph, [sequence.shape, graph.int([config.hidden_size])], 0);
  const [batch, length] = graph.shapeOf(inputIds)!;
  const rows = graph.declare(graph.op('Reshape', [hidden, shape]), [batch!, length!, config.hidden_size]);
  const isToken = cast(graph, graph.op('Unsqueeze', [attentionMask, graph.int([2])]), graph.floatType);
  // Scaled to length 1, the sum is the mean.
  const pooled = reduceSum(graph, mul(graph, rows, isToken), [1], false);
  const square = reduceSum(graph, mul(graph, pooled, pooled), [1]);
  return div(graph, pooled, graph.op('Sqrt', [add(graph, square, graph.float(1e-12))]));
}

/**
 * The encoder as it is served, with names as exports of sentence-transformers have them: `input_ids` and
 * `attention_mask` in, `sentence_embedding` [batch, hidden_size] out.
 */
export function servedEncoder(
  config: ModelConfig,
  weights: ReadonlyMap<string, Float32Array>,
  weightType: WeightType = 'float32',
): ModelProto {
  const graph = new GraphBuilder({ name: 'encoder' });
  const inputIds = graph.input('input_ids', 'int64', ['batch', 'time']);
  const attentionMask = graph.input('attention_mask', 'int64', ['batch', 'time']);
  const stored = new Map<string, Value>();
  for (const { name, dims } of encoderParameters(config)) {
    stored.set(name, storeWeight(graph, weightType, name, dims, weights.get(name)!));
  }
  graph.output(
    encoder(graph, config, (name) => stored.get(name)!, { inputIds, attentionMask }),
    'sentence_embedding',
  );
  return graph.toModel();
}
