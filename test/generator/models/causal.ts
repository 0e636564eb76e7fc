import { GraphBuilder, type Value } from '../../../src/onnx/graph.ts';
import type { ModelProto } from '../../../src/onnx/proto.ts';
import { Layers } from './layers.ts';

export type CausalFamily = 'gpt_neox' | 'llama' | 'gpt2' | 'gpt_bigcode';

export interface CausalModel {
  readonly family: CausalFamily;
  readonly vocabulary: number;
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  /** Heads of keys and values; fewer than `heads` for grouped-query attention. */
  readonly keyHeads: number;
  readonly context: number;
  /** Is there an input `position_ids`, or does the graph count from the cache? */
  readonly positionIds: boolean;
  /** Element type of caches and logits. */
  readonly io: 'float32' | 'float16';
  readonly seed: number;
  /** Are the weights of linear layers stored in 8 bits? */
  readonly int8: boolean;
  /** Tokens that are much more probable than the others. */
  readonly favoured: readonly number[];
}

export const tiny: CausalModel = {
  family: 'gpt_neox',
  vocabulary: 61,
  hidden: 32,
  layers: 2,
  heads: 4,
  keyHeads: 4,
  context: 128,
  positionIds: true,
  io: 'float32',
  seed: 1,
  int8: false,
  favoured: [],
};

/** A decoder with random weights in the layout that optimum writes for `text-generation-with-past`. */
export function causalModel(model: CausalModel): ModelProto {
  const graph = new GraphBuilder({ name: model.family });
  const builder = new CausalBuilder(graph, model);
  builder.build();
  return graph.toModel();
}

class CausalBuilder {
  readonly graph: GraphBuilder;
  readonly model: CausalModel;
  readonly layers: Layers;
  readonly width: number;

  constructor(graph: GraphBuilder, model: CausalModel) {
    this.graph = graph;
    this.model = model;
    this.layers = new Layers(graph, model.seed);
    this.layers.int8 = model.int8;
    this.width = model.hidden / model.heads;
  }

  build(): void {
    const { graph, model, layers } = this;
    const ids = graph.input('input_ids', 'int64', ['batch_size', 'sequence_length']);
    const mask = graph.input('attention_mask', 'int64', ['batch_size', 'past_sequence_length + sequence_length']);
    const given = model.positionIds
      ? graph.input('position_ids', 'int64', ['batch_size', 'sequence_length'])
      : undefined;
    const pasts = Array.from({ length: model.layers }, (_, i) => this.pastInputs(i));

    const timeAxis = model.family === 'gpt_bigcode' ? 1 : 2;
    const past = layers.length(pasts[0]![0]!, timeAxis);
    const positions = given ?? this.countedPositions(past, ids);
    const bias = this.causalBias(past, ids, mask);

    let x = layers.embed('embedding', ids, model.vocabulary, model.hidden);
    if (this.learnsPositions) {
      x = graph.op('Add', [x, layers.embed('positions', positions, model.context, model.hidden)]);
    }
    for (const [i, caches] of pasts.entries()) x = this.block(i, x, caches, positions, bias);
    const last =
      model.family === 'llama' ? layers.rmsNorm('final', x, model.hidden) : layers.layerNorm('final', x, model.hidden);
    const logits = layers.linear('head', last, model.hidden, model.vocabulary, false);
    this.output(layers.favour(logits, model.favoured, model.vocabulary), 'logits', [
      'batch_size',
      'sequence_length',
      model.vocabulary,
    ]);
    for (let i = 0; i < model.layers; i++) {
      for (const name of this.cacheNames('present', i)) this.output(this.joined(name), name, this.cacheShape(present));
    }
  }

  /** Of caches in half precision, what the graph computes with is not what it puts out. */
  joined(present: string): string {
    return this.model.io === 'float32' ? present : `${present}.float32`;
  }

  /** The cache with the new keys or values behind it. */
  join(past: Value, added: Value, axis: number, present: string): Value {
    return this.graph.op('Concat', [past, added], { axis: { int: axis } }, [this.joined(present)]);
  }

  get learnsPositions(): boolean {
    return this.model.family === 'gpt2' || this.model.family === 'gpt_bigcode';
  }

  cacheNames(prefix: string, layer: number): string[] {
    if (this.model.family === 'gpt_bigcode') return [`${prefix}.${layer}.key_value`];
    return [`${prefix}.${layer}.key`, `${prefix}.${layer}.value`];
  }

  cacheShape(length: string): (string | number)[] {
    if (this.model.family === 'gpt_bigcode') return ['batch_size', length, 2 * this.width];
    return ['batch_size', this.model.keyHeads, length, this.width];
  }

  pastInputs(layer: number): Value[] {
    return this.cacheNames('past_key_values', layer).map((name) => {
      const input = this.graph.input(name, this.model.io, this.cacheShape('past_sequence_length'));
      return this.model.io === 'float32' ? input : this.graph.op('Cast', [input], { to: { int: 1 } });
    });
  }

  output(value: Value, name: string, shape: (string | number)[]): void {
    const { graph, model } = this;
    if (model.io === 'float16') graph.op('Cast', [value], { to: { int: 10 } }, [name]);
    else if (value !== name) graph.op('Identity', [value], {}, [name]);
    graph.output(name);
    graph.declare(name, shape, model.io);
  }

  countedPositions(past: Value, ids: Value): Value {
    const { graph, layers } = this;
    const counted = graph.op('Add', [layers.range(layers.length(ids, 1)), past]);
    return graph.op('Unsqueeze', [counted, graph.int([0])]);
  }

  /** 0 where a query may look, else the lowest number: [batch, 1, queries, keys]. */
  causalBias(past: Value, ids: Value, mask: Value): Value {
    const { graph, layers } = this;
    const count = layers.length(ids, 1);
    const queries = graph.op('Unsqueeze', [graph.op('Add', [layers.range(count), past]), graph.int([1])]);
    const keys = graph.op('Unsqueeze', [layers.range(graph.op('Add', [count, past])), graph.int([0])]);
    const causal = graph.op('LessOrEqual', [keys, queries]);
    const seen = graph.op('Unsqueeze', [graph.op('Cast', [mask], { to: { int: 9 } }), graph.int([1, 2])]);
    return graph.op('Where', [graph.op('And', [causal, seen]), graph.float(0), graph.float(-3.4e38)]);
  }

  block(layer: number, x: Value, past: Value[], positions: Value, bias: Value): Value {
    const { graph, layers, model } = this;
    const { hidden } = model;
    const name = `layer.${layer}`;
    if (model.family === 'llama') {
      const attended = this.attention(layer, layers.rmsNorm(`${name}.norm1`, x, hidden), past, positions, bias);
      const middle = graph.op('Add', [x, attended]);
      return graph.op('Add', [
        middle,
        layers.gated(`${name}.mlp`, layers.rmsNorm(`${name}.norm2`, middle, hidden), hidden),
      ]);
    }
    const attended = this.attention(layer, layers.layerNorm(`${name}.norm1`, x, hidden), past, positions, bias);
    const middle = graph.op('Add', [x, attended]);
    // GPT-NeoX computes attention and feed-forward side by side.
    const seen = layers.layerNorm(`${name}.norm2`, model.family === 'gpt_neox' ? x : middle, hidden);
    return graph.op('Add', [middle, layers.feedForward(`${name}.mlp`, seen, hidden, 'Gelu')]);
  }

  attention(layer: number, x: Value, past: Value[], positions: Value, bias: Value): Value {
    const { graph, layers, model, width } = this;
    const name = `layer.${layer}`;
    const presents = this.cacheNames('present', layer);
    const { hidden, heads, keyHeads } = model;
    const scale = 1 / Math.sqrt(width);
    let q = layers.split(layers.linear(`${name}.q`, x, hidden, hidden), heads, width);
    let mixed: Value;
    if (model.family === 'gpt_bigcode') {
      // One head of keys and values, side by side on the last axis: [batch, time, 2 · width].
      const both = layers.linear(`${name}.kv`, x, hidden, 2 * width);
      const all = this.join(past[0]!, both, 1, presents[0]!);
      const spread = graph.op('Unsqueeze', [all, graph.int([1])]);
      const [k, v] = graph.ops('Split', 2, [spread, graph.int([width, width])], { axis: { int: -1 } });
      mixed = layers.attend(q, k!, v!, bias, scale);
    } else {
      let k = layers.split(layers.linear(`${name}.k`, x, hidden, keyHeads * width), keyHeads, width);
      const v = layers.split(layers.linear(`${name}.v`, x, hidden, keyHeads * width), keyHeads, width);
      if (!this.learnsPositions) {
        q = this.rotate(q, positions);
        k = this.rotate(k, positions);
      }
      const keys = this.join(past[0]!, k, 2, presents[0]!);
      const values = this.join(past[1]!, v, 2, presents[1]!);
      mixed = layers.attend(q, this.repeat(keys), this.repeat(values), bias, scale);
    }
    return layers.linear(`${name}.o`, layers.merge(mixed, hidden), hidden, hidden);
  }

  /** GPT-NeoX turns a quarter of each head, Llama all of it. */
  rotate(x: Value, positions: Value): Value {
    const { graph, layers, model, width } = this;
    if (model.family === 'llama') return layers.rotary(x, positions, width, model.context);
    const turned = width / 4;
    const [head, rest] = graph.ops('Split', 2, [x, graph.int([turned, width - turned])], { axis: { int: -1 } });
    return graph.op('Concat', [layers.rotary(head!, positions, turned, model.context), rest!], { axis: { int: -1 } });
  }

  /** Each head of keys for its group of queries. */
  repeat(x: Value): Value {
    const { graph, model, width } = this;
    const group = model.heads / model.keyHeads;
    if (group === 1) return x;
    const spread = graph.op('Unsqueeze', [x, graph.int([2])]);
    // The exporter writes shapes as computations on shapes.
    const shape = graph.op('Shape', [x]);
    const length = (axis: number) =>
      graph.op('Unsqueeze', [graph.op('Gather', [shape, graph.int(axis)]), graph.int([0])]);
    const [rows, time] = [length(0), length(2)];
    const join = (parts: readonly Value[]) => graph.op('Concat', parts, { axis: { int: 0 } });
    const grouped = join([rows, graph.int([model.keyHeads]), graph.int([group]), time, graph.int([width])]);
    const repeated = graph.op('Expand', [spread, grouped]);
    return graph.op('Reshape', [repeated, join([rows, graph.int([model.heads]), time, graph.int([width])])]);
  }
}

const present = 'past_sequence_length + sequence_length';
