import { deriveSeed } from '../../data/seed.ts';
import { uniform } from '../../generator/onnx/sampling/philox.ts';
import { elementCount } from '../../onnx/tensor.ts';
import type { ModelConfig } from './config.ts';

/** A tensor that is trained. Our own model stores matrices as [input, output], the embedding as [token, hidden]. */
export interface Parameter {
  readonly name: string;
  readonly dims: readonly number[];
}

/** A parameter of our own model. */
interface OwnParameter extends Parameter {
  /** The standard deviation of its first values, or `ones` for the scale of a norm. */
  readonly initial: number | 'ones';
}

export const embeddingName = 'model.embed_tokens.weight';
export const headName = 'lm_head.weight';
export const finalNormName = 'model.norm.weight';
export const layerPrefix = (layer: number): string => `model.layers.${layer}`;

/** All parameters of a model, in the order in which they are stored. */
export function parametersOf(config: ModelConfig): readonly OwnParameter[] {
  const { hidden_size: hidden, intermediate_size: inner, head_dim: head, num_hidden_layers: layers } = config;
  const queries = config.num_attention_heads * head;
  const keys = config.num_key_value_heads * head;
  const deviation = 0.02;
  // What is added to the residual stream is smaller the more layers add to it (Radford et al. 2019).
  const residual = deviation / Math.sqrt(2 * layers);
  const matrix = (name: string, input: number, output: number, initial = deviation): OwnParameter => ({
    name: `${name}.weight`,
    dims: [input, output],
    initial,
  });
  const norm = (name: string): OwnParameter => ({ name: `${name}.weight`, dims: [hidden], initial: 'ones' });
  return [
    { name: embeddingName, dims: [config.vocab_size, hidden], initial: deviation },
    ...Array.from({ length: layers }, (_, layer) => layerPrefix(layer)).flatMap((prefix) => [
      norm(`${prefix}.input_layernorm`),
      matrix(`${prefix}.self_attn.q_proj`, hidden, queries),
      matrix(`${prefix}.self_attn.k_proj`, hidden, keys),
      matrix(`${prefix}.self_attn.v_proj`, hidden, keys),
      matrix(`${prefix}.self_attn.o_proj`, queries, hidden, residual),
      norm(`${prefix}.post_attention_layernorm`),
      matrix(`${prefix}.mlp.gate_proj`, hidden, inner),
      matrix(`${prefix}.mlp.up_proj`, hidden, inner),
      matrix(`${prefix}.mlp.down_proj`, inner, hidden, residual),
    ]),
    { name: finalNormName, dims: [hidden], initial: 'ones' },
    ...(config.tie_word_embeddings ? [] : [{ name: headName, dims: [config.vocab_size, hidden], initial: deviation }]),
  ];
}

export const parameterCount = (parameters: readonly Parameter[]): number =>
  parameters.reduce((sum, { dims }) => sum + elementCount(dims), 0);

/** Random weights; those of a parameter depend on the seed and on its name alone. */
export const initialWeights = (config: ModelConfig, seed: number): ReadonlyMap<string, Float32Array> =>
  new Map(parametersOf(config).map((parameter) => [parameter.name, initialValues(parameter, seed)]));

function initialValues({ name, dims, initial }: OwnParameter, seed: number): Float32Array {
  if (initial === 'ones') return new Float32Array(elementCount(dims)).fill(1);
  return normalValues(elementCount(dims), initial, deriveSeed(seed, name));
}

/** Normal numbers of mean 0. */
export function normalValues(count: number, deviation: number, key: number): Float32Array {
  const values = new Float32Array(count);
  // Box and Muller's transform: two normal numbers from two uniform ones.
  for (let i = 0; i < values.length; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - uniform(key, 0, i)));
    const angle = 2 * Math.PI * uniform(key, 1, i);
    values[i] = radius * Math.cos(angle);
    if (i + 1 < values.length) values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}
