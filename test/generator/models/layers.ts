import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { GraphBuilder, Value } from '../../../src/onnx/graph.ts';
import { float32 } from '../../../src/onnx/tensor.ts';

/** Layers of transformers with random weights. Weights go to `root`, so that subgraphs can share them. */
export class Layers {
  readonly graph: GraphBuilder;
  /** Weights of linear layers in 8 bits, and activations quantised as they come. */
  int8 = false;
  readonly #root: GraphBuilder;
  readonly #weight: (name: string, dims: readonly number[], scale: number) => Value;

  constructor(graph: GraphBuilder, seed: number, root: GraphBuilder = graph, weights = new Map<string, Value>()) {
    this.graph = graph;
    this.#root = root;
    const random = xoroshiro128plus(seed);
    this.#weight = (name, dims, scale) => {
      const known = weights.get(name);
      if (known !== undefined) return known;
      const size = dims.reduce((a, b) => a * b, 1);
      const data = Float32Array.from({ length: size }, () => (uniformFloat64(random) * 2 - 1) * scale);
      const value = root.initializer(name, float32(dims, data));
      weights.set(name, value);
      return value;
    };
    this.#weights = weights;
  }

  readonly #weights: Map<string, Value>;

  /** The same layers, with the same weights by name, written into a subgraph. */
  within(graph: GraphBuilder): Layers {
    return new Layers(graph, 0, this.#root, this.#weights);
  }

  embed(name: string, ids: Value, size: number, hidden: number): Value {
    return this.graph.op('Gather', [this.#weight(name, [size, hidden], 1), ids]);
  }

  /** x · W (+ b), for x of shape [.., from]. */
  linear(name: string, x: Value, from: number, to: number, bias = true): Value {
    const weight = this.#weight(`${name}.weight`, [from, to], Math.sqrt(3 / from));
    const product = this.int8 ? this.#quantisedProduct(name, x) : this.graph.op('MatMul', [x, weight]);
    return bias ? this.graph.op('Add', [product, this.#weight(`${name}.bias`, [to], 0.1)]) : product;
  }

  /** As onnxruntime's dynamic quantisation writes a product with weights. */
  #quantisedProduct(name: string, x: Value): Value {
    const { graph } = this;
    const root = this.#root;
    const full = root.initializers.get(`${name}.weight`)!;
    root.initializers.delete(`${name}.weight`);
    const numbers = Array.from(full.data as Float32Array);
    // A range of 7 bits, as onnxruntime advises (`reduce_range`) for processors without VNNI, whose sums of two products
    // are cut off at 16 bits.
    const scale = Math.max(...numbers.map(Math.abs)) / 63;
    const data = Int8Array.from(numbers, (number) => Math.round(number / scale));
    const weight = root.initializer(`${name}.weight_quantized`, { type: 'int8', dims: full.dims, data });
    const [bytes, ownScale, zero] = graph.ops('DynamicQuantizeLinear', 3, [x]) as [Value, Value, Value];
    const product = graph.op('Cast', [graph.op('MatMulInteger', [bytes, weight, zero])], { to: { int: 1 } });
    return graph.op('Mul', [product, graph.op('Mul', [ownScale, graph.float(scale)])]);
  }

  /** Adds to the logits of some tokens, so that they are drawn almost always. */
  favour(logits: Value, tokens: readonly number[], vocabulary: number): Value {
    if (tokens.length === 0) return logits;
    const bonus = Array.from({ length: vocabulary }, (_, token) => (tokens.includes(token) ? 10 : 0));
    return this.graph.op('Add', [logits, this.graph.float(bonus)]);
  }

  layerNorm(name: string, x: Value, hidden: number): Value {
    const scale = this.graph.op('Add', [this.graph.float(1), this.#weight(`${name}.weight`, [hidden], 0.2)]);
    return this.graph.op('LayerNormalization', [x, scale, this.#weight(`${name}.bias`, [hidden], 0.1)], {
      axis: { int: -1 },
      epsilon: { float: 1e-5 },
    });
  }

  rmsNorm(name: string, x: Value, hidden: number): Value {
    const { graph } = this;
    const mean = graph.op('ReduceMean', [graph.op('Mul', [x, x]), graph.int([-1])]);
    const root = graph.op('Sqrt', [graph.op('Add', [mean, graph.float(1e-6)])]);
    const scale = graph.op('Add', [graph.float(1), this.#weight(`${name}.weight`, [hidden], 0.2)]);
    return graph.op('Mul', [graph.op('Div', [x, root]), scale]);
  }

  /** [batch, time, heads · width] to [batch, heads, time, width]. */
  split(x: Value, heads: number, width: number): Value {
    const shaped = this.graph.op('Reshape', [x, this.graph.int([0, 0, heads, width])]);
    return this.graph.op('Transpose', [shaped], { perm: { ints: [0, 2, 1, 3] } });
  }

  /** [batch, heads, time, width] to [batch, time, heads · width]. */
  merge(x: Value, hidden: number): Value {
    const back = this.graph.op('Transpose', [x], { perm: { ints: [0, 2, 1, 3] } });
    return this.graph.op('Reshape', [back, this.graph.int([0, 0, hidden])]);
  }

  /** softmax(q · kᵀ · scale + bias) · v, over the last two axes. */
  attend(q: Value, k: Value, v: Value, bias: Value | undefined, scale: number): Value {
    const { graph } = this;
    const transposed = graph.op('Transpose', [k], { perm: { ints: [0, 1, 3, 2] } });
    const scores = graph.op('Mul', [graph.op('MatMul', [q, transposed]), graph.float(scale)]);
    const biased = bias === undefined ? scores : graph.op('Add', [scores, bias]);
    return graph.op('MatMul', [graph.op('Softmax', [biased], { axis: { int: -1 } }), v]);
  }

  /** [.., from] through a hidden layer and back. */
  feedForward(name: string, x: Value, hidden: number, activation: 'Gelu' | 'Relu', bias = true): Value {
    const inner = this.linear(`${name}.in`, x, hidden, 4 * hidden, bias);
    return this.linear(`${name}.out`, this.#activate(inner, activation), 4 * hidden, hidden, bias);
  }

  /** The feed-forward layer of Llama: silu(x · A) * (x · B), and back. */
  gated(name: string, x: Value, hidden: number): Value {
    const { graph } = this;
    const inner = Math.round((8 * hidden) / 3);
    const gate = this.linear(`${name}.gate`, x, hidden, inner, false);
    const up = this.linear(`${name}.up`, x, hidden, inner, false);
    const silu = graph.op('Mul', [gate, graph.op('Sigmoid', [gate])]);
    return this.linear(`${name}.down`, graph.op('Mul', [silu, up]), inner, hidden, false);
  }

  #activate(x: Value, activation: 'Gelu' | 'Relu'): Value {
    return this.graph.op(activation, [x]);
  }

  /** Length of an axis, as a vector of one. */
  length(x: Value, axis: number): Value {
    return this.graph.op('Shape', [x], { start: { int: axis }, end: { int: axis + 1 } });
  }

  /** 0, 1, …, count − 1, for a vector of one. */
  range(count: Value): Value {
    const { graph } = this;
    return graph.op('Range', [graph.int(0), graph.op('Squeeze', [count]), graph.int(1)]);
  }

  /** Tables of cosines and sines, rows `positions`; rotates pairs (i, i + width / 2) of the last axis. */
  rotary(x: Value, positions: Value, width: number, context: number): Value {
    const { graph } = this;
    const angles = (f: (x: number) => number) =>
      float32(
        [context, width],
        Array.from({ length: context * width }, (_, i) => {
          const pair = (i % width) % (width / 2);
          return f(Math.floor(i / width) / 10000 ** ((2 * pair) / width));
        }),
      );
    const table = (name: string, f: (x: number) => number) => {
      const known = this.#weights.get(name) ?? this.#root.initializer(name, angles(f));
      this.#weights.set(name, known);
      return graph.op('Unsqueeze', [graph.op('Gather', [known, positions]), graph.int([1])]);
    };
    const half = width / 2;
    const [first, second] = graph.ops('Split', 2, [x, graph.int([half, half])], { axis: { int: -1 } });
    const turned = graph.op('Concat', [graph.op('Neg', [second!]), first!], { axis: { int: -1 } });
    return graph.op('Add', [
      graph.op('Mul', [x, table(`cos.${width}`, Math.cos)]),
      graph.op('Mul', [turned, table(`sin.${width}`, Math.sin)]),
    ]);
  }
}
