import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Problem } from '../data/problem.ts';
import type { PromptFormat } from '../data/prompt-format.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { fileProblem } from '../data/text-file.ts';
import { readModel } from '../onnx/file.ts';
import { writeText } from '../store/write-text.ts';
import type { Settings } from './checkpoint/store.ts';
import { exportedModel } from './exported/model.ts';
import { ModelConfig } from './model/config.ts';
import {
  modelFiles,
  readModelJson,
  readTokenizer,
  type ServedAs,
  writeModelFile,
  writeModelFolder,
} from './model/folder.ts';
import { ownModel } from './model/own.ts';
import { weightsOf } from './model/storage.ts';
import type { Objective, TrainableModel } from './model/trainable.ts';
import type { TokenizerFiles } from './tokenizer/tokenizer.ts';

type Weights = ReadonlyMap<string, Float32Array>;

/** What a training starts from, and how what comes of it is written. */
export interface Base {
  readonly model: TrainableModel;
  readonly weights: Weights;
  readonly tokenizer: TokenizerFiles;
  /** Longest sequence in tokens. */
  readonly context: number;
  readonly vocabulary: number;
  /** What tells this model from others. */
  readonly settings: Settings;
  write(folder: string, weights: Weights, served: ServedAs): Promise<Result<void, Problem>>;
}

/** A model of our own architecture. */
export const ownBase = (
  config: ModelConfig,
  weights: Weights,
  tokenizer: TokenizerFiles,
  objective: Objective,
): Base => ({
  model: ownModel(config, objective),
  weights,
  tokenizer,
  context: config.max_position_embeddings,
  vocabulary: config.vocab_size,
  settings: config,
  write: (folder, trained, served) => writeModelFolder(folder, { config, tokenizer, weights: trained }, served),
});

/** What is asked of the `config.json` of a model from elsewhere. */
const ExportedConfig = z.looseObject({
  model_type: z.string().default(''),
  vocab_size: z.int().positive(),
  max_position_embeddings: z.int().positive().optional(),
  n_positions: z.int().positive().optional(),
});

/** Reads a model to go on from: one that a training wrote, or an export of a causal model in optimum's layout. */
export async function readBase(
  folder: string,
  prompt: PromptFormat,
  objective: Objective = 'likelihood',
): Promise<Result<Base, Problem>> {
  const tokenizer = await readTokenizer(folder);
  if (!tokenizer.ok) return tokenizer;
  const path = join(folder, modelFiles.model);
  const proto = await readModel(path);
  if (!proto.ok) return proto;
  const configPath = join(folder, modelFiles.config);
  if (proto.value.producerName === 'ariadne') {
    const config = await readModelJson(configPath, ModelConfig);
    const weights = config.ok ? weightsOf(config.value, proto.value.graph, path) : config;
    if (config.ok && weights.ok) return ok(ownBase(config.value, weights.value, tokenizer.value, objective));
  }
  const config = await readModelJson(configPath, ExportedConfig);
  if (!config.ok) return config;
  const { model_type, vocab_size, max_position_embeddings, n_positions } = config.value;
  const context = max_position_embeddings ?? n_positions;
  if (context === undefined) {
    return fail({
      code: 'malformed-record',
      message: `${configPath} does not say how long a sequence may be`,
      where: { file: configPath, field: 'max_position_embeddings' },
    });
  }
  const exported = exportedModel(proto.value, path, objective);
  if (!exported.ok) return exported;
  return ok({
    model: exported.value.model,
    weights: exported.value.weights,
    tokenizer: tokenizer.value,
    context,
    vocabulary: vocab_size,
    settings: { model_type, context, vocab_size, from: basename(folder) },
    write: async (out, weights, { maxTokens }) => {
      const copied = await copyDescription(folder, out);
      if (!copied.ok) return copied;
      const own = { prompt, contextLength: context, maxTokens };
      const written = await writeText(join(out, modelFiles.ariadne), `${JSON.stringify(own, null, 1)}\n`);
      if (!written.ok) return written;
      return writeModelFile(join(out, modelFiles.model), exported.value.withWeights(weights));
    },
  });
}

/** Copies what describes a model (configuration, tokenizer) beside the new weights. */
export async function copyDescription(from: string, to: string): Promise<Result<void, Problem>> {
  try {
    await mkdir(to, { recursive: true });
    for (const name of await readdir(from)) {
      if (/\.(json|txt|model|jinja)$/.test(name)) await copyFile(join(from, name), join(to, name));
    }
    return ok(undefined);
  } catch (error) {
    return fail(fileProblem(error, from, 'read'));
  }
}
