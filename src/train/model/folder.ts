import { join } from 'node:path';
import { z } from 'zod';
import { parseDocument } from '../../data/jsonl.ts';
import type { Problem } from '../../data/problem.ts';
import type { PromptFormat } from '../../data/prompt-format.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { fileProblem, readText, writeText } from '../../data/text-file.ts';
import { readModel, writeModel } from '../../onnx/file.ts';
import { type TokenizerFiles, textCodec } from '../tokenizer/tokenizer.ts';
import { ModelConfig } from './config.ts';
import { servedModel } from './served.ts';
import { type WeightType, weightsOf } from './storage.ts';

/** A trained model, ready to be served or trained further. */
export interface TrainedModel {
  readonly config: ModelConfig;
  readonly tokenizer: TokenizerFiles;
  readonly weights: ReadonlyMap<string, Float32Array>;
}

const file = {
  model: 'model.onnx',
  config: 'config.json',
  generation: 'generation_config.json',
  tokenizer: 'tokenizer.json',
  tokenizerConfig: 'tokenizer_config.json',
  ariadne: 'ariadne.json',
} as const;

/** Writes the folder that the ONNX generator loads, in the layout of optimum's exports. */
export async function writeModelFolder(
  folder: string,
  model: TrainedModel,
  served: { readonly prompt: PromptFormat; readonly maxTokens: number; readonly weightType: WeightType },
): Promise<Result<void, Problem>> {
  const [end] = textCodec(model.tokenizer).encode(served.prompt.stop);
  const ids = { eos_token_id: end, pad_token_id: end };
  const { config } = model;
  const documents: Record<string, unknown> = {
    [file.config]: {
      architectures: ['LlamaForCausalLM'],
      hidden_act: 'silu',
      attention_bias: false,
      ...config,
      ...ids,
    },
    [file.generation]: ids,
    [file.tokenizer]: model.tokenizer.tokenizer,
    [file.tokenizerConfig]: { ...model.tokenizer.config, model_max_length: config.max_position_embeddings },
    [file.ariadne]: {
      prompt: served.prompt,
      contextLength: config.max_position_embeddings,
      maxTokens: served.maxTokens,
    },
  };
  for (const [name, document] of Object.entries(documents)) {
    const written = await writeText(join(folder, name), `${JSON.stringify(document, null, 1)}\n`);
    if (!written.ok) return written;
  }
  const path = join(folder, file.model);
  try {
    await writeModel(path, servedModel(config, model.weights, served.weightType));
    return ok(undefined);
  } catch (error) {
    return fail(fileProblem(error, path, 'write'));
  }
}

/** Reads a folder that `writeModelFolder` wrote. */
export async function readModelFolder(folder: string): Promise<Result<TrainedModel, Problem>> {
  const config = await readJson(join(folder, file.config), ModelConfig);
  if (!config.ok) return config;
  const tokenizer = await readTokenizer(folder);
  if (!tokenizer.ok) return tokenizer;
  const path = join(folder, file.model);
  const model = await readModel(path);
  if (!model.ok) return model;
  const weights = weightsOf(config.value, model.value.graph, path);
  if (!weights.ok) return weights;
  return ok({ config: config.value, tokenizer: tokenizer.value, weights: weights.value });
}

async function readTokenizer(folder: string): Promise<Result<TokenizerFiles, Problem>> {
  const tokenizer = await readJson(join(folder, file.tokenizer), z.looseObject({}));
  if (!tokenizer.ok) return tokenizer;
  const config = await readJson(join(folder, file.tokenizerConfig), z.looseObject({}));
  return config.ok ? ok({ tokenizer: tokenizer.value, config: config.value }) : config;
}

export async function writeTokenizer(folder: string, files: TokenizerFiles): Promise<Result<void, Problem>> {
  const written = await writeText(join(folder, file.tokenizer), `${JSON.stringify(files.tokenizer, null, 1)}\n`);
  if (!written.ok) return written;
  return writeText(join(folder, file.tokenizerConfig), `${JSON.stringify(files.config, null, 1)}\n`);
}

async function readJson<S extends z.ZodType>(path: string, schema: S): Promise<Result<z.output<S>, Problem>> {
  const text = await readText(path);
  return text.ok ? parseDocument(text.value, schema, path) : text;
}
