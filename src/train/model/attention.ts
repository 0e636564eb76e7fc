import type { GraphBuilder, Value } from '../../onnx/graph.ts';
import { add, concat, gather, matMul, mul, reshape, sub, transpose } from '../../onnx/operators.ts';
import { floats } from '../../onnx/tensor.ts';
import type { ModelConfig } from './config.ts';

/** What all layers share: how the sequences lie, where each token stands, and what it may look at. */
export interface Sequences {
  /** [batch, time] as an int64 vector. */
  readonly shape: Value;
  /** Cosines and sines of the rotations: [batch, time, 1, head_dim / 2]. */
  readonly cos: Value;
  readonly sin: Value;
  /** Added to the scores: 0 where a query may look, very negative elsewhere; [batch, 1, time, total]. */
  readonly mask: Value;
}

/** Keys and values of one layer, [batch, key-value heads, length, head_dim] each. */
export interface KeyValues {
  readonly key: Value;
  readonly value: Value;
}

/** The cache of one layer: what it holds, and the names under which it comes out with the new tokens joined to it. */
export interface Cache extends KeyValues {
  readonly present: KeyValues;
}

export interface AttentionWeights {
  readonly query: Value;
  readonly key: Value;
  readonly value: Value;
  readonly output: Value;
}

/** The shared part of a forward pass, from inputs [batch, time], [batch, total] and [batch, time], all int64. */
export function sequences(
  graph: GraphBuilder,
  config: ModelConfig,
  inputs: { readonly inputIds: Value; readonly attentionMask: Value; readonly positionIds: Value },
): Sequences {
  const { head_dim: size, max_position_embeddings: context } = config;
  const angles = Array.from({ length: (context * size) / 2 }, (_, i) => {
    const [position, pair] = [Math.floor(i / (size / 2)), i % (size / 2)];
    return position / config.rope_theta ** ((2 * pair) / size);
  });
  const rotations = (name: string, f: (angle: number) => number): Value => {
    const table = graph.initializer(name, floats(graph.floatType, [context, size / 2], angles.map(f)));
    return graph.op('Unsqueeze', [gather(graph, table, inputs.positionIds), graph.int([2])]);
  };
  return {
    shape: graph.op('Shape', [inputs.inputIds]),
    cos: rotations('rotary.cos', Math.cos),
    sin: rotations('rotary.sin', Math.sin),
    mask: attentionMask(graph, inputs.inputIds, inputs.attentionMask),
  };
}

/** A query may look at the tokens before it and at itself, as far as these are not padding. */
function attentionMask(graph: GraphBuilder, inputIds: Value, attentionMask: Value): Value {
  const time = graph.op('Squeeze', [graph.op('Shape', [inputIds], { start: { int: 1 } })]);
  const total = graph.op('Squeeze', [graph.op('Shape', [attentionMask], { start: { int: 1 } })]);
  const range = (from: Value, to: Value) => graph.op('Range', [from, to, graph.int(1)]);
  const queries = graph.op('Unsqueeze', [range(sub(graph, total, time), total), graph.int([1])]);
  const causal = graph.op('LessOrEqual', [range(graph.int(0), total), queries]);
  const present = graph.op('Unsqueeze', [graph.op('Greater', [attentionMask, graph.int(0)]), graph.int([1, 2])]);
  const visible = graph.op('And', [causal, present]);
  // Finite, so that a query that sees nothing (padding on the left) gets numbers, not NaN.
  const mask = graph.op('Where', [visible, graph.float(0), graph.float(-1e9)]);
  return graph.declare(mask, ['batch', 1, 'time', 'total'], graph.floatType);
}

/** Rotates the pairs (i, i + head_dim / 2) of each head by the angle of the position (Su et al. 2021). */
function rotate(graph: GraphBuilder, x: Value, { cos, sin }: Sequences): Value {
  const [a, b] = graph.ops('Split', 2, [x], { axis: { int: -1 }, num_outputs: { int: 2 } }) as [Value, Value];
  const real = sub(graph, mul(graph, a, cos), mul(graph, b, sin));
  const imaginary = add(graph, mul(graph, b, cos), mul(graph, a, sin));
  return concat(graph, [real, imaginary], -1);
}

/**
 * Causal self-attention of x, [tokens, hidden_size], with the keys and values that later tokens can look at. The output
 * is that of the tokens at `places`, where they are given.
 */
export function attention(
  graph: GraphBuilder,
  config: ModelConfig,
  x: Value,
  weights: AttentionWeights,
  sequence: Sequences,
  { past, places }: { readonly past: Cache | undefined; readonly places: Value | undefined },
): { readonly output: Value; readonly present: KeyValues } {
  const { num_attention_heads: heads, num_key_value_heads: keyHeads, head_dim: size } = config;
  const split = (weight: Value, count: number): Value => {
    const shape = concat(graph, [sequence.shape, graph.int([count, size])], 0);
    const parts = graph.op('Reshape', [matMul(graph, x, weight), shape]);
    return graph.declare(parts, ['batch', 'time', count, size]);
  };
  const byHead = (value: Value): Value => transpose(graph, value, [0, 2, 1, 3]);
  /** New keys or values joined to those before. */
  const longer = (part: keyof KeyValues, added: Value): Value => {
    if (past === undefined) return added;
    const joined = graph.op('Concat', [past[part], added], { axis: { int: 2 } }, [past.present[part]]);
    return graph.declare(joined, ['batch', keyHeads, 'total', size]);
  };

  // The scores are scaled through the queries, of which there are fewer.
  const queries = mul(graph, split(weights.query, heads), graph.float(1 / Math.sqrt(size)));
  const present = {
    key: longer('key', byHead(rotate(graph, split(weights.key, keyHeads), sequence))),
    value: longer('value', byHead(split(weights.value, keyHeads))),
  };

  // The queries of all heads that share keys are rows of one product: [batch, key heads, group · time, head_dim].
  const grouped = reshape(graph, byHead(rotate(graph, queries, sequence)), [0, keyHeads, -1, size]);
  graph.declare(grouped, ['batch', keyHeads, 'queries', size]);
  const scores = matMul(graph, grouped, transpose(graph, present.key, [0, 1, 3, 2]));
  const total = graph.shapeOf(present.key)![2]!;
  const groupedShape = graph.op('Shape', [scores]);
  const [batch, time] = graph.ops('Split', 2, [sequence.shape], { num_outputs: { int: 2 } }) as [Value, Value];
  const headShape = concat(graph, [batch, graph.int([heads]), time, graph.int([-1])], 0);
  const perHead = graph.declare(graph.op('Reshape', [scores, headShape]), ['batch', heads, 'time', total]);
  const masked = graph.declare(add(graph, perHead, sequence.mask), ['batch', heads, 'time', total]);
  const weightsPerHead = graph.op('Softmax', [masked], { axis: { int: -1 } });
  const attended = graph.op('Reshape', [weightsPerHead, groupedShape]);
  graph.declare(attended, ['batch', keyHeads, 'queries', total]);
  const mixed = reshape(graph, matMul(graph, attended, present.value), [0, heads, -1, size]);
  graph.declare(mixed, ['batch', heads, 'time', size]);
  const joined = reshape(graph, byHead(mixed), [-1, heads * size]);
  graph.declare(joined, ['tokens', heads * size]);
  const kept = places === undefined ? joined : gather(graph, joined, places);
  return { output: matMul(graph, kept, weights.output), present };
}
