import { GraphBuilder, type Value } from '../../onnx/graph.ts';
import type { ModelProto } from '../../onnx/proto.ts';
import type { Cache } from './attention.ts';
import type { ModelConfig } from './config.ts';
import { decoder, outputLayer } from './forward.ts';
import { parametersOf } from './parameters.ts';
import { storeWeight, type WeightType } from './storage.ts';

/**
 * The model as it is served, with inputs and outputs as optimum's exports have them: `input_ids`, `attention_mask`,
 * `position_ids` and `past_key_values.N.key/value` in, `logits` [batch, time, vocabulary] and `present.N.key/value` out.
 */
export function servedModel(
  config: ModelConfig,
  weights: ReadonlyMap<string, Float32Array>,
  weightType: WeightType = 'float32',
): ModelProto {
  const graph = new GraphBuilder({ name: 'decoder' });
  const past: Cache[] = [];
  const inputIds = graph.input('input_ids', 'int64', ['batch', 'time']);
  const attentionMask = graph.input('attention_mask', 'int64', ['batch', 'total']);
  const positionIds = graph.input('position_ids', 'int64', ['batch', 'time']);
  const cacheShape = ['batch', config.num_key_value_heads, 'past', config.head_dim];
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    past.push({
      key: graph.input(`past_key_values.${layer}.key`, 'float32', cacheShape),
      value: graph.input(`past_key_values.${layer}.value`, 'float32', cacheShape),
      present: { key: `present.${layer}.key`, value: `present.${layer}.value` },
    });
  }
  const stored = new Map<string, Value>();
  for (const { name, dims } of parametersOf(config)) {
    stored.set(name, storeWeight(graph, weightType, name, dims, weights.get(name)!));
  }
  const weight = (name: string): Value => stored.get(name)!;
  const { hidden, present } = decoder(graph, config, weight, { inputIds, attentionMask, positionIds, past });
  const shape = graph.op('Concat', [graph.op('Shape', [inputIds]), graph.int([-1])], { axis: { int: 0 } });
  const logits = graph.op('Reshape', [outputLayer(graph, config, weight, hidden), shape]);
  graph.declare(logits, ['batch', 'time', config.vocab_size]);
  graph.output(logits, 'logits');
  for (const { key, value } of present) {
    graph.output(key);
    graph.output(value);
  }
  return graph.toModel();
}
