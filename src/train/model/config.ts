import { z } from 'zod';

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
