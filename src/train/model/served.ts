import { GraphBuilder, type Value } from '../../onnx/graph.ts';
import type { ModelProto } from '../../onnx/proto.ts';
import { float32 } from '../../onnx/tensor.ts';
import type { KeyValues } from './attention.ts';
import type { ModelConfig } from './config.ts';
import { decoder, outputLayer } from './forward.ts';
import { parametersOf } from './parameters.ts';

/** Puts the values of one parameter into a graph; storage in fewer bits is a matter of which function this is. */
export type StoreWeight = (graph: GraphBuilder, name: string, dims: readonly number[], values: Float32Array) => Value;

export const storeFloat32: StoreWeight = (graph, name, dims, values) => graph.initializer(name, float32(dims, values));

/**
 * The model as it is served, with inputs and outputs as optimum's exports have them: `input_ids`, `attention_mask`,
 * `position_ids` and `past_key_values.N.key/value` in, `logits` [batch, time, vocabulary] and `present.N.key/value` out.
 */
export function servedModel(
  config: ModelConfig,
  weights: ReadonlyMap<string, Float32Array>,
  store: StoreWeight = storeFloat32,
): ModelProto {
  const graph = new GraphBuilder({ name: 'decoder' });
  const past: KeyValues[] = [];
  const inputIds = graph.input('input_ids', 'int64', ['batch', 'time']);
  const attentionMask = graph.input('attention_mask', 'int64', ['batch', 'total']);
  const positionIds = graph.input('position_ids', 'int64', ['batch', 'time']);
  const cacheShape = ['batch', config.num_key_value_heads, 'past', config.head_dim];
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    past.push({
      key: graph.input(`past_key_values.${layer}.key`, 'float32', cacheShape),
      value: graph.input(`past_key_values.${layer}.value`, 'float32', cacheShape),
    });
  }
  const stored = new Map<string, Value>();
  for (const { name, dims } of parametersOf(config)) stored.set(name, store(graph, name, dims, weights.get(name)!));
  const weight = (name: string): Value => stored.get(name)!;
  const { hidden, present } = decoder(graph, config, weight, { inputIds, attentionMask, positionIds, past });
  const shape = graph.op('Concat', [graph.op('Shape', [inputIds]), graph.int([-1])], { axis: { int: 0 } });
  const logits = graph.op('Reshape', [outputLayer(graph, config, weight, hidden), shape]);
  graph.declare(logits, ['batch', 'time', config.vocab_size]);
  graph.output(logits, 'logits');
  for (const [layer, { key, value }] of present.entries()) {
    for (const [name, part] of [
      ['key', key],
      ['value', value],
    ] as const) {
      const output = graph.output(part, `present.${layer}.${name}`);
      graph.declare(output, ['batch', config.num_key_value_heads, 'total', config.head_dim], 'float32');
    }
  }
  return graph.toModel();
}
