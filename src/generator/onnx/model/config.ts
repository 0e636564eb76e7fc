import { join } from 'node:path';
import { z } from 'zod';
import { parseDocument } from '../../../data/jsonl.ts';
import type { Problem } from '../../../data/problem.ts';
import { goalProofstep, PromptFormat } from '../../../data/prompt-format.ts';
import { ok, type Result } from '../../../data/result.ts';
import { readText } from '../../../data/text-file.ts';
import { knownPrompt } from '../../known-models.ts';

/** What is read of a model's `config.json`. The names of one thing differ between architectures. */
const ModelConfig = z.looseObject({
  model_type: z.string().optional(),
  /** What the model was called where it was exported. */
  _name_or_path: z.string().optional(),
  is_encoder_decoder: z.boolean().optional(),
  vocab_size: z.int().positive().optional(),
  max_position_embeddings: z.int().positive().optional(),
  n_positions: z.int().positive().optional(),
  n_ctx: z.int().positive().optional(),
  eos_token_id: z.union([z.int(), z.array(z.int())]).nullish(),
  decoder_start_token_id: z.int().nullish(),
  pad_token_id: z.int().nullish(),
});

const GenerationConfig = z.looseObject({
  eos_token_id: z.union([z.int(), z.array(z.int())]).nullish(),
  decoder_start_token_id: z.int().nullish(),
});

/** `ariadne.json` in the model's folder: what the model was trained to read and write. All of it has a default. */
export const AriadneModelConfig = z.object({
  /** Default: as a published model of its name reads it, else `[GOAL]` state `[PROOFSTEP]`, ending in `<|endoftext|>`. */
  prompt: PromptFormat.optional(),
  /** Other tokens that end a tactic, beside those of `config.json`. */
  stop: z.array(z.string()).default([]),
  /** Longest prompt and tactic together, in tokens (for an encoder-decoder: the prompt alone). */
  contextLength: z.int().positive().optional(),
  /** Longest tactic in tokens, end-of-text included. */
  maxTokens: z.int().positive().default(128),
});
export type AriadneModelConfig = z.infer<typeof AriadneModelConfig>;

/** What the files of a model's folder say about it, under one name for each thing. */
export interface ModelDescription extends Omit<AriadneModelConfig, 'prompt'> {
  readonly prompt: PromptFormat;
  readonly modelType: string;
  readonly encoderDecoder: boolean;
  readonly vocabularySize: number | undefined;
  readonly endOfText: readonly number[];
  readonly decoderStart: number | undefined;
}

export async function readDescription(folder: string): Promise<Result<ModelDescription, Problem>> {
  const config = await readJson(join(folder, 'config.json'), ModelConfig);
  if (!config.ok) return config;
  const generation = await readJson(join(folder, 'generation_config.json'), GenerationConfig, {});
  if (!generation.ok) return generation;
  const own = await readJson(join(folder, 'ariadne.json'), AriadneModelConfig, {});
  if (!own.ok) return own;
  const c = config.value;
  const context = own.value.contextLength ?? c.max_position_embeddings ?? c.n_positions ?? c.n_ctx;
  return ok({
    ...own.value,
    prompt: own.value.prompt ?? knownPrompt(c._name_or_path ?? '') ?? knownPrompt(folder) ?? goalProofstep,
    ...(context !== undefined && { contextLength: context }),
    modelType: c.model_type ?? '',
    encoderDecoder: c.is_encoder_decoder ?? false,
    vocabularySize: c.vocab_size,
    endOfText: [...new Set([c.eos_token_id ?? [], generation.value.eos_token_id ?? []].flat())],
    decoderStart: generation.value.decoder_start_token_id ?? c.decoder_start_token_id ?? c.pad_token_id ?? undefined,
  });
}

/** Reads a JSON file; where it does not exist, `missing` stands for it, if given. */
export async function readJson<S extends z.ZodType>(
  path: string,
  schema: S,
  missing?: z.input<S>,
): Promise<Result<z.output<S>, Problem>> {
  const text = await readText(path);
  if (text.ok) return parseDocument(text.value, schema, path);
  return missing !== undefined && text.error.code === 'file-not-found' ? ok(schema.parse(missing)) : text;
}
