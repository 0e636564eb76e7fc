import { GraphBuilder, type Value } from '../../../src/onnx/graph.ts';
import type { ModelProto } from '../../../src/onnx/proto.ts';
import { float32 } from '../../../src/onnx/tensor.ts';
import { Layers } from './layers.ts';

export interface T5Model {
  readonly vocabulary: number;
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly seed: number;
  /** Tokens that are much more probable than the others. */
  readonly favoured: readonly number[];
}

export const tinyT5: T5Model = { vocabulary: 61, hidden: 32, layers: 2, heads: 4, seed: 5, favoured: [] };

/** Distances up to this have a bias of their own; all that are farther share one. */
const farthest = 8;

/** An encoder with random weights, as optimum writes it: `encoder_model.onnx`. */
export function t5Encoder(model: T5Model): ModelProto {
  const graph = new GraphBuilder({ name: 'encoder' });
  const ids = graph.input('input_ids', 'int64', ['batch_size', 'encoder_sequence_length']);
  const mask = graph.input('attention_mask', 'int64', ['batch_size', 'encoder_sequence_length']);
  const t5 = new T5Layers(graph, model, new Layers(graph, model.seed));
  const positions = t5.layers.range(t5.layers.length(ids, 1));
  const distances = graph.op('Sub', [
    graph.op('Unsqueeze', [positions, graph.int([0])]),
    graph.op('Unsqueeze', [positions, graph.int([1])]),
  ]);
  const bias = graph.op('Add', [t5.relativeBias('encoder', distances), t5.maskBias(mask)]);
  let x = t5.layers.embed('embedding', ids, model.vocabulary, model.hidden);
  for (let i = 0; i < model.layers; i++) {
    const name = `encoder.${i}`;
    const seen = t5.layers.rmsNorm(`${name}.norm1`, x, model.hidden);
    const [k, v] = t5.keysAndValues(`${name}.self`, seen);
    x = graph.op('Add', [x, t5.attend(`${name}.self`, seen, k, v, bias)]);
    x = t5.forward(name, x);
  }
  const states = t5.layers.rmsNorm('encoder.final', x, model.hidden);
  graph.op('Identity', [states], {}, ['last_hidden_state']);
  graph.output('last_hidden_state');
  graph.declare('last_hidden_state', ['batch_size', 'encoder_sequence_length', model.hidden], 'float32');
  return graph.toModel();
}

/**
 * The decoder, as optimum merges it: `decoder_model_merged.onnx`. With `use_cache_branch` it continues a cache, without
 * it starts one; the first branch gives no keys and values of the encoder, but empty tensors in their place.
 */
export function t5Decoder(model: T5Model): ModelProto {
  const graph = new GraphBuilder({ name: 'decoder' });
  const width = model.hidden / model.heads;
  graph.input('encoder_attention_mask', 'int64', ['batch_size', 'encoder_sequence_length']);
  graph.input('input_ids', 'int64', ['batch_size', 'decoder_sequence_length']);
  graph.input('encoder_hidden_states', 'float32', ['batch_size', 'encoder_sequence_length', model.hidden]);
  for (const { name, time } of cacheNames(model, 'past_key_values')) {
    graph.input(name, 'float32', ['batch_size', model.heads, `past_${time}_sequence_length`, width]);
  }
  graph.input('use_cache_branch', 'bool', [1]);
  const shared = new Layers(graph, model.seed + 1);
  const outputs = ['logits', ...cacheNames(model, 'present').map(({ name }) => name)];
  const branch = (cached: boolean) => {
    const inner = new GraphBuilder({ name: cached ? 'with_past' : 'without_past' });
    decoderBranch(inner, model, shared.within(inner), cached);
    return { graph: inner.toModel().graph! };
  };
  const [withPast, withoutPast] = [branch(true), branch(false)];
  graph.op('If', ['use_cache_branch'], { then_branch: withPast, else_branch: withoutPast }, outputs);
  for (const name of outputs) graph.output(name);
  graph.declare('logits', ['batch_size', 'decoder_sequence_length', model.vocabulary], 'float32');
  for (const { name, time } of cacheNames(model, 'present')) {
    graph.declare(name, ['batch_size', model.heads, `${time}_sequence_length_out`, width], 'float32');
  }
  return graph.toModel();
}

function decoderBranch(graph: GraphBuilder, model: T5Model, layers: Layers, cached: boolean): void {
  const t5 = new T5Layers(graph, model, layers);
  const suffix = cached ? '.cached' : '.plain';
  const past = cached ? layers.length('past_key_values.0.decoder.key', 2) : graph.int([0]);
  const count = layers.length('input_ids', 1);
  const keys = graph.op('Unsqueeze', [layers.range(graph.op('Add', [count, past])), graph.int([0])]);
  const queries = graph.op('Unsqueeze', [graph.op('Add', [layers.range(count), past]), graph.int([1])]);
  const future = graph.op('Where', [graph.op('LessOrEqual', [keys, queries]), graph.float(0), graph.float(-3.4e38)]);
  const bias = graph.op('Add', [t5.relativeBias('decoder', graph.op('Sub', [keys, queries])), future]);
  const encoderBias = t5.maskBias('encoder_attention_mask');
  const outputs: [string, Value][] = [];

  let x = layers.embed('decoder.embedding', 'input_ids', model.vocabulary, model.hidden);
  for (let i = 0; i < model.layers; i++) {
    const name = `decoder.${i}`;
    const seen = layers.rmsNorm(`${name}.norm1`, x, model.hidden);
    let [k, v] = t5.keysAndValues(`${name}.self`, seen);
    if (cached) {
      k = graph.op('Concat', [`past_key_values.${i}.decoder.key`, k], { axis: { int: 2 } });
      v = graph.op('Concat', [`past_key_values.${i}.decoder.value`, v], { axis: { int: 2 } });
    }
    x = graph.op('Add', [x, t5.attend(`${name}.self`, seen, k, v, bias)]);
    const asking = layers.rmsNorm(`${name}.norm2`, x, model.hidden);
    const [ek, ev] = cached
      ? [`past_key_values.${i}.encoder.key`, `past_key_values.${i}.encoder.value`]
      : t5.keysAndValues(`${name}.cross`, 'encoder_hidden_states');
    x = graph.op('Add', [x, t5.attend(`${name}.cross`, asking, ek, ev, encoderBias)]);
    x = t5.forward(name, x);
    const nothing = (part: string) =>
      graph.initializer(`nothing.${i}.${part}`, float32([0, model.heads, 1, model.hidden / model.heads], []));
    const crossed = cached ? [nothing('key'), nothing('value')] : [ek, ev];
    outputs.push([`present.${i}.decoder.key`, k], [`present.${i}.decoder.value`, v]);
    outputs.push([`present.${i}.encoder.key`, crossed[0]!], [`present.${i}.encoder.value`, crossed[1]!]);
  }
  const final = layers.rmsNorm('decoder.final', x, model.hidden);
  const logits = layers.linear('head', final, model.hidden, model.vocabulary, false);
  outputs.unshift(['logits', layers.favour(logits, model.favoured, model.vocabulary)]);
  for (const [name, value] of outputs) {
    graph.op('Identity', [value], {}, [name + suffix]);
    graph.output(name + suffix);
  }
}

/** Names of the cache, in the order of optimum's outputs. */
function cacheNames(model: T5Model, prefix: string): { readonly name: string; readonly time: string }[] {
  const parts = ['decoder', 'encoder'].flatMap((time) => ['key', 'value'].map((part) => ({ time, part })));
  return Array.from({ length: model.layers }, (_, layer) =>
    parts.map(({ time, part }) => ({ name: `${prefix}.${layer}.${time}.${part}`, time })),
  ).flat();
}

class T5Layers {
  readonly graph: GraphBuilder;
  readonly model: T5Model;
  readonly layers: Layers;

  constructor(graph: GraphBuilder, model: T5Model, layers: Layers) {
    this.graph = graph;
    this.model = model;
    this.layers = layers;
  }

  keysAndValues(name: string, x: Value): [Value, Value] {
    const { hidden, heads } = this.model;
    const part = (letter: string) => this.layers.linear(`${name}.${letter}`, x, hidden, hidden, false);
    return [this.layers.split(part('k'), heads, hidden / heads), this.layers.split(part('v'), heads, hidden / heads)];
  }

  attend(name: string, x: Value, k: Value, v: Value, bias: Value): Value {
    const { hidden, heads } = this.model;
    const q = this.layers.split(this.layers.linear(`${name}.q`, x, hidden, hidden, false), heads, hidden / heads);
    const mixed = this.layers.merge(this.layers.attend(q, k, v, bias, 1), hidden);
    return this.layers.linear(`${name}.o`, mixed, hidden, hidden, false);
  }

  forward(name: string, x: Value): Value {
    const { graph, layers, model } = this;
    const seen = layers.rmsNorm(`${name}.norm3`, x, model.hidden);
    return graph.op('Add', [x, layers.feedForward(`${name}.mlp`, seen, model.hidden, 'Relu', false)]);
  }

  /** A bias for each head by distance, [1, heads, queries, keys], from distances [queries, keys]. */
  relativeBias(name: string, distances: Value): Value {
    const { graph, layers, model } = this;
    const near = graph.op('Clip', [distances, graph.int(-farthest), graph.int(farthest)]);
    const indices = graph.op('Add', [near, graph.int(farthest)]);
    const biases = layers.embed(`${name}.relative`, indices, 2 * farthest + 1, model.heads);
    return graph.op('Unsqueeze', [graph.op('Transpose', [biases], { perm: { ints: [2, 0, 1] } }), graph.int([0])]);
  }

  /** 0 for tokens, the lowest number for padding: [batch, 1, 1, keys]. */
  maskBias(mask: Value): Value {
    const { graph } = this;
    const seen = graph.op('Unsqueeze', [graph.op('Cast', [mask], { to: { int: 9 } }), graph.int([1, 2])]);
    return graph.op('Where', [seen, graph.float(0), graph.float(-1e9)]);
  }
}
