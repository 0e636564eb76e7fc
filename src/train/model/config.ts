import { z } from 'zod';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { ModelSizes } from '../options.ts';

/**
 * The sizes of a decoder, under the names of a Hugging Face `config.json` of the Llama family, which this is a member
 * of: rotary positions, RMS norm, gated MLP, grouped-query attention, no biases.
 */
export const ModelConfig = z
  .object({
    model_type: z.literal('llama').default('llama'),
    vocab_size: z.int().positive(),
    hidden_size: z.int().positive(),
    intermediate_size: z.int().positive(),
    num_hidden_layers: z.int().positive(),
    num_attention_heads: z.int().positive(),
    /** Keys and values are shared by groups of heads; equal to the number of heads where nothing is shared. */
    num_key_value_heads: z.int().positive(),
    head_dim: z.int().positive().multipleOf(2),
    /** The longest sequence, in tokens. */
    max_position_embeddings: z.int().positive(),
    rope_theta: z.number().positive().default(10000),
    rms_norm_eps: z.number().positive().default(1e-5),
    /** Is the embedding of the input also the output layer? */
    tie_word_embeddings: z.boolean().default(true),
  })
  .refine((config) => config.num_attention_heads % config.num_key_value_heads === 0, {
    path: ['num_key_value_heads'],
    error: 'num_attention_heads has to be a multiple of it',
  });
export type ModelConfig = z.infer<typeof ModelConfig>;

/** The configuration of a model of the wanted sizes. */
export function sizedConfig(sizes: ModelSizes, vocabulary: number): Result<ModelConfig, Problem> {
  const config = ModelConfig.safeParse({
    vocab_size: vocabulary,
    hidden_size: sizes.hidden,
    intermediate_size: sizes.inner,
    num_hidden_layers: sizes.layers,
    num_attention_heads: sizes.heads,
    num_key_value_heads: sizes.keyValueHeads,
    head_dim: sizes.hidden / sizes.heads,
    max_position_embeddings: sizes.context,
  });
  if (config.success) return ok(config.data);
  const issue = config.error.issues[0]!;
  return fail({
    code: 'invalid-model',
    message: `a model of these sizes cannot be built: ${issue.path.join('.')} ${issue.message}`,
    hint: 'The hidden size has to be an even multiple of the heads, and these a multiple of the key-value heads.',
  });
}
