import type { ModelConfig } from '../../../src/train/model/config.ts';
import type { Parameter } from '../../../src/train/model/parameters.ts';
import type { TokenizedStep } from '../../../src/train/step/batch.ts';
import { dot, exp, log, plus, power, Scalar, scaled, sum, times } from './tape.ts';

type Vector = readonly Scalar[];
/** The elements of each parameter in row-major order. */
export type ReferenceWeights = ReadonlyMap<string, Scalar[]>;

export const referenceWeights = (
  parameters: readonly Parameter[],
  values: ReadonlyMap<string, Float32Array>,
): ReferenceWeights =>
  new Map(parameters.map(({ name }) => [name, Array.from(values.get(name)!, (value) => new Scalar(value))]));

/** x · W for W stored as [input, output]. */
function linear(x: Vector, weight: Scalar[]): Scalar[] {
  const width = weight.length / x.length;
  return Array.from({ length: width }, (_, j) =>
    dot(
      x,
      x.map((_, i) => weight[i * width + j]!),
    ),
  );
}

function norm(x: Vector, weight: Scalar[], epsilon: number): Scalar[] {
  const meanSquare = scaled(sum(x.map((value) => times(value, value))), 1 / x.length);
  const inverse = power(plus(meanSquare, new Scalar(epsilon)), -0.5);
  return x.map((value, i) => times(times(value, inverse), weight[i]!));
}

function rotate(x: Vector, position: number, theta: number): Scalar[] {
  const half = x.length / 2;
  return x.map((value, i) => {
    const angle = position / theta ** ((2 * (i % half)) / x.length);
    const other = i < half ? scaled(x[i + half]!, -Math.sin(angle)) : scaled(x[i - half]!, Math.sin(angle));
    return plus(scaled(value, Math.cos(angle)), other);
  });
}

function softmax(scores: Vector): Scalar[] {
  const largest = Math.max(...scores.map(({ value }) => value));
  const powers = scores.map((score) => exp(plus(score, new Scalar(-largest))));
  const inverse = power(sum(powers), -1);
  return powers.map((value) => times(value, inverse));
}

const silu = (x: Scalar): Scalar => times(x, power(plus(exp(scaled(x, -1)), new Scalar(1)), -1));

/** The logits at each place of one sequence, written down with loops from the definition of the architecture. */
function logits(config: ModelConfig, weights: ReferenceWeights, ids: readonly number[]): Scalar[][] {
  const { hidden_size: hidden, head_dim: size, num_attention_heads: heads, num_key_value_heads: keyHeads } = config;
  const get = (name: string): Scalar[] => weights.get(`${name}.weight`)!;
  const embedding = get('model.embed_tokens');
  const row = (id: number): Scalar[] => embedding.slice(id * hidden, (id + 1) * hidden);
  const head = (x: Vector, index: number): Vector => x.slice(index * size, (index + 1) * size);
  let stream = ids.map(row);
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const at = (name: string): Scalar[] => get(`model.layers.${layer}.${name}`);
    const normed = stream.map((x) => norm(x, at('input_layernorm'), config.rms_norm_eps));
    const [queries, keys, values] = ['q', 'k', 'v'].map((part) =>
      normed.map((x) => linear(x, at(`self_attn.${part}_proj`))),
    );
    stream = stream.map((x, t) => {
      const mixed = Array.from({ length: heads }, (_, h) => {
        const shared = Math.floor((h * keyHeads) / heads);
        const query = rotate(head(queries![t]!, h), t, config.rope_theta);
        const scores = Array.from({ length: t + 1 }, (_, s) =>
          scaled(dot(query, rotate(head(keys![s]!, shared), s, config.rope_theta)), 1 / Math.sqrt(size)),
        );
        const shares = softmax(scores);
        return Array.from({ length: size }, (_, i) =>
          dot(
            shares,
            shares.map((_, s) => head(values![s]!, shared)[i]!),
          ),
        );
      });
      return linear(mixed.flat(), at('self_attn.o_proj')).map((value, i) => plus(x[i]!, value));
    });
    stream = stream.map((x) => {
      const input = norm(x, at('post_attention_layernorm'), config.rms_norm_eps);
      const up = linear(input, at('mlp.up_proj'));
      const gated = linear(input, at('mlp.gate_proj')).map((value, i) => times(silu(value), up[i]!));
      return linear(gated, at('mlp.down_proj')).map((value, i) => plus(x[i]!, value));
    });
  }
  const output = config.tie_word_embeddings ? embedding : get('lm_head');
  return stream.map((x) => {
    const last = norm(x, get('model.norm'), config.rms_norm_eps);
    return Array.from({ length: config.vocab_size }, (_, v) => dot(last, output.slice(v * hidden, (v + 1) * hidden)));
  });
}

/** The mean of -log p(token) over all output tokens of some steps. */
export function referenceLoss(config: ModelConfig, weights: ReferenceWeights, steps: readonly TokenizedStep[]): Scalar {
  const losses = steps.flatMap(({ input, output }) => {
    const scores = logits(config, weights, [...input, ...output].slice(0, -1));
    return output.map((token, i) => scaled(log(softmax(scores[input.length - 1 + i]!)[token]!), -1));
  });
  return scaled(sum(losses), 1 / losses.length);
}
