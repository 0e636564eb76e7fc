import { join } from 'node:path';
import { z } from 'zod';
import { parseDocument } from '../../data/jsonl.ts';
import type { Problem } from '../../data/problem.ts';
import type { PromptFormat } from '../../data/prompt-format.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { fileProblem, readText } from '../../data/text-file.ts';
import { writeModel } from '../../onnx/file.ts';
import type { ModelProto } from '../../onnx/proto.ts';
import { writeText } from '../../store/write-text.ts';
import { type TokenizerFiles, textCodec } from '../tokenizer/tokenizer.ts';
import type { ModelConfig } from './config.ts';
import { servedModel } from './served.ts';
import type { WeightType } from './storage.ts';

/** A trained model of our own, ready to be served. */
export interface TrainedModel {
  readonly config: ModelConfig;
  readonly tokenizer: TokenizerFiles;
  readonly weights: ReadonlyMap<string, Float32Array>;
}

/** How a model is to be stored and used. */
export interface ServedAs {
  readonly prompt: PromptFormat;
  /** Longest tactic in tokens, end-of-text included. */
  readonly maxTokens: number;
  readonly weightType: WeightType;
}

/** The files of a model's folder. */
export const modelFiles = {
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
  served: ServedAs,
): Promise<Result<void, Problem>> {
  const [end] = textCodec(model.tokenizer).encode(served.prompt.stop);
  const ids = { eos_token_id: end, pad_token_id: end };
  const { config } = model;
  const documents: Record<string, unknown> = {
    [modelFiles.config]: {
      architectures: ['LlamaForCausalLM'],
      hidden_act: 'silu',
      attention_bias: false,
      ...config,
      ...ids,
    },
    [modelFiles.generation]: ids,
    [modelFiles.tokenizer]: model.tokenizer.tokenizer,
    [modelFiles.tokenizerConfig]: { ...model.tokenizer.config, model_max_length: config.max_position_embeddings },
    [modelFiles.ariadne]: {
      prompt: served.prompt,
      contextLength: config.max_position_embeddings,
      maxTokens: served.maxTokens,
    },
  };
  for (const [name, document] of Object.entries(documents)) {
    const written = await writeText(join(folder, name), `${JSON.stringify(document, null, 1)}\n`);
    if (!written.ok) return written;
  }
  return writeModelFile(join(folder, modelFiles.model), servedModel(config, model.weights, served.weightType));
}

export async function writeModelFile(path: string, model: ModelProto): Promise<Result<void, Problem>> {
  try {
    await writeModel(path, model);
    return ok(undefined);
  } catch (error) {
    return fail(fileProblem(error, path, 'write'));
  }
}

export async function readTokenizer(folder: string): Promise<Result<TokenizerFiles, Problem>> {
  const tokenizer = await readModelJson(join(folder, modelFiles.tokenizer), z.looseObject({}));
  if (!tokenizer.ok) return tokenizer;
  const config = await readModelJson(join(folder, modelFiles.tokenizerConfig), z.looseObject({}));
  return config.ok ? ok({ tokenizer: tokenizer.value, config: config.value }) : config;
}

export async function readModelJson<S extends z.ZodType>(
  path: string,
  schema: S,
): Promise<Result<z.output<S>, Problem>> {
  const text = await readText(path);
  return text.ok ? parseDocument(text.value, schema, path) : text;
}
