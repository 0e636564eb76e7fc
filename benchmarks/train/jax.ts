import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import type { ModelConfig } from '../../src/train/model/config.ts';
import { initialWeights, parametersOf } from '../../src/train/model/parameters.ts';
import type { Batch } from '../../src/train/step/batch.ts';
import { defaultOptimizer } from '../../src/train/step/update-graph.ts';

type Weights = Record<string, np.Array>;

/**
 * The tensors of a batch as jax-js takes them. Arrays are counted: every use but the last is `.ref`. Rows are chosen by
 * products with one-hot matrices: `jit` does not take the scatter that the gradient of `take` is.
 */
type Inputs = {
  /** [batch · time, vocabulary] */
  ids: np.Array;
  cos: np.Array;
  sin: np.Array;
  mask: np.Array;
  /** [batch · time, vocabulary], with rows of zeros where no output token is predicted. */
  targets: np.Array;
};

function rmsNorm(x: np.Array, weight: np.Array, epsilon: number): np.Array {
  const root = np.sqrt(np.mean(np.square(x.ref), -1, { keepdims: true }).add(epsilon));
  return x.div(root).mul(weight);
}

/** x: [batch, heads, time, size]; consumes all arguments. */
function rotate(x: np.Array, cos: np.Array, sin: np.Array): np.Array {
  const [a, b] = np.split(x, 2, -1) as [np.Array, np.Array];
  const real = a.ref.mul(cos.ref).sub(b.ref.mul(sin.ref));
  const imaginary = b.mul(cos).add(a.mul(sin));
  return np.concatenate([real, imaginary], -1);
}

/** The summed loss of the model that `src/train/model` writes as a graph, in jax-js. */
function lossOf(config: ModelConfig, batch: number, time: number) {
  const { num_attention_heads: heads, num_key_value_heads: keyHeads, head_dim: size } = config;
  const split = (x: np.Array, count: number) => x.reshape([batch, time, count, size]).transpose([0, 2, 1, 3]);
  const group = heads / keyHeads;
  return (weights: Weights, inputs: Inputs): np.Array => {
    const get = (name: string) => weights[`${name}.weight`]!;
    const embedding = get('model.embed_tokens');
    let x = np.matmul(inputs.ids, embedding.ref);
    for (let layer = 0; layer < config.num_hidden_layers; layer++) {
      const at = (name: string) => get(`model.layers.${layer}.${name}`);
      const normed = rmsNorm(x.ref, at('input_layernorm'), config.rms_norm_eps);
      const queries = rotate(
        split(np.matmul(normed.ref, at('self_attn.q_proj')), heads),
        inputs.cos.ref,
        inputs.sin.ref,
      );
      const keys = rotate(
        split(np.matmul(normed.ref, at('self_attn.k_proj')), keyHeads),
        inputs.cos.ref,
        inputs.sin.ref,
      );
      const values = split(np.matmul(normed, at('self_attn.v_proj')), keyHeads);
      const scaled = queries.mul(1 / Math.sqrt(size)).reshape([batch, keyHeads, group * time, size]);
      const scores = np.matmul(scaled, keys.transpose([0, 1, 3, 2])).reshape([batch, heads, time, time]);
      const shares = nn.softmax(scores.add(inputs.mask.ref), -1).reshape([batch, keyHeads, group * time, time]);
      const mixed = np.matmul(shares, values).reshape([batch, heads, time, size]).transpose([0, 2, 1, 3]);
      x = x.add(np.matmul(mixed.reshape([batch * time, heads * size]), at('self_attn.o_proj')));
      const input = rmsNorm(x.ref, at('post_attention_layernorm'), config.rms_norm_eps);
      const gate = nn.silu(np.matmul(input.ref, at('mlp.gate_proj')));
      x = x.add(np.matmul(gate.mul(np.matmul(input, at('mlp.up_proj'))), at('mlp.down_proj')));
    }
    for (const shared of [inputs.cos, inputs.sin, inputs.mask]) shared.dispose();
    const last = rmsNorm(x, get('model.norm'), config.rms_norm_eps);
    const logProbabilities = nn.logSoftmax(np.matmul(last, embedding.transpose()), -1);
    return np.negative(np.sum(logProbabilities.mul(inputs.targets)));
  };
}

function inputsOf(config: ModelConfig, { batch, time, inputIds, targetRows, targetIds }: Batch): Inputs {
  const { head_dim: size, vocab_size: vocabulary } = config;
  const angles = Array.from({ length: (time * size) / 2 }, (_, i) => {
    const [position, pair] = [Math.floor(i / (size / 2)), i % (size / 2)];
    return position / config.rope_theta ** ((2 * pair) / size);
  });
  const table = (f: (angle: number) => number) =>
    np.array(Float32Array.from(angles, f)).reshape([1, 1, time, size / 2]);
  const causal = Float32Array.from({ length: time * time }, (_, i) => (i % time <= Math.floor(i / time) ? 0 : -1e9));
  const oneHot = (rows: Iterable<readonly [row: number, id: number]>) => {
    const matrix = new Float32Array(batch * time * vocabulary);
    for (const [row, id] of rows) matrix[row * vocabulary + id] = 1;
    return np.array(matrix).reshape([batch * time, vocabulary]);
  };
  return {
    ids: oneHot(Array.from(inputIds, (id, row) => [row, Number(id)])),
    cos: table(Math.cos),
    sin: table(Math.sin),
    mask: np.array(causal).reshape([1, 1, time, time]),
    targets: oneHot(Array.from(targetIds, (id, i) => [Number(targetRows[i]), Number(id)])),
  };
}

type Moments = { first: Weights; second: Weights };

/** AdamW with clipping, as the update graph has it. */
function update(config: ModelConfig, tokens: number, rate: number, step: number) {
  const { beta1, beta2, epsilon, weightDecay, maxNorm } = defaultOptimizer;
  const parameters = parametersOf(config);
  return (weights: Weights, gradients: Weights, moments: Moments): { weights: Weights; moments: Moments } => {
    const squares = parameters.map(({ name }) => np.sum(np.square(gradients[name]!.ref)));
    const norm = np.sqrt(squares.reduce((sum, square) => sum.add(square))).mul(1 / tokens);
    const scale = np.minimum(np.reciprocal(norm.add(1e-6)).mul(maxNorm), 1).mul(1 / tokens);
    const next: { weights: Weights; moments: Moments } = { weights: {}, moments: { first: {}, second: {} } };
    for (const { name, dims } of parameters) {
      const gradient = gradients[name]!.mul(scale.ref);
      const first = moments.first[name]!.mul(beta1).add(gradient.ref.mul(1 - beta1));
      const second = moments.second[name]!.mul(beta2).add(np.square(gradient).mul(1 - beta2));
      const deviation = np.sqrt(second.ref.mul(1 / (1 - beta2 ** step))).add(epsilon);
      const change = first.ref.mul(rate / (1 - beta1 ** step)).div(deviation);
      const kept = dims.length < 2 ? weights[name]! : weights[name]!.mul(1 - rate * weightDecay);
      next.weights[name] = kept.sub(change);
      next.moments.first[name] = first;
      next.moments.second[name] = second;
    }
    scale.dispose();
    return next;
  };
}

/** Trains on one batch again and again. */
export class JaxTraining {
  readonly #config: ModelConfig;
  readonly #batch: Batch;
  readonly #rate: number;
  readonly #lossAndGradient: (weights: Weights, inputs: Inputs) => readonly [np.Array, Weights];
  #weights: Weights = {};
  #moments: Moments = { first: {}, second: {} };
  #step = 0;

  private constructor(config: ModelConfig, batch: Batch, rate: number) {
    this.#config = config;
    this.#batch = batch;
    this.#rate = rate;
    const gradient = jit(valueAndGrad(lossOf(config, batch.batch, batch.time)));
    this.#lossAndGradient = (weights, inputs) => {
      const [loss, gradients] = gradient(weights, inputs);
      return [loss, gradients];
    };
    const initial = initialWeights(config, 0);
    for (const { name, dims } of parametersOf(config)) {
      this.#weights[name] = np.array(Float32Array.from(initial.get(name)!)).reshape([...dims]);
      this.#moments.first[name] = np.zeros([...dims]);
      this.#moments.second[name] = np.zeros([...dims]);
    }
  }

  static async create(config: ModelConfig, batch: Batch, rate: number): Promise<JaxTraining> {
    await init('wasm');
    defaultDevice('wasm');
    return new JaxTraining(config, batch, rate);
  }

  /** Returns the mean loss before the step. */
  async step(): Promise<number> {
    const tokens = this.#batch.targetIds.length;
    const references = Object.fromEntries(Object.entries(this.#weights).map(([name, value]) => [name, value.ref]));
    const [loss, gradients] = this.#lossAndGradient(references, inputsOf(this.#config, this.#batch));
    this.#step++;
    const next = update(this.#config, tokens, this.#rate, this.#step)(this.#weights, gradients, this.#moments);
    this.#weights = next.weights;
    this.#moments = next.moments;
    await blockUntilReady(Object.values(this.#weights).map((value) => value.ref));
    return ((await loss.data())[0] ?? Number.NaN) / tokens;
  }
}
