import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import { deriveSeed } from '../../data/seed.ts';
import { type EmbeddingFormat, fitTokens, statementText } from '../../premises/dense/text.ts';
import type { PremiseIndex } from '../../premises/index.ts';
import { writeText } from '../../store/write-text.ts';
import { readAllHeldOut } from '../dataset/held-out.ts';
import type { TrainingResult } from '../events.ts';
import { type ModelConfig, sizedConfig } from '../model/config.ts';
import { servedEncoder } from '../model/encoder.ts';
import { modelFiles, readTokenizer, writeModelFile } from '../model/folder.ts';
import { initialWeights } from '../model/parameters.ts';
import { type TextCodec, type TokenizerFiles, textCodec } from '../tokenizer/tokenizer.ts';
import { runTraining, type TrainingEnvironment, type TrainingTask } from '../training.ts';
import { Comparisons, type EncodedLabel } from './comparisons.ts';
import { type ContrastiveBatch, contrastiveModel } from './contrastive.ts';
import { readLabels } from './labels.ts';
import type { RetrieverOptions } from './options.ts';

/** What a loss of comparisons means. */
export interface ComparisonQuality {
  /** Mean of -log p of the premise among those of its batch, in nats. */
  readonly loss: number;
  /** Between how many equally likely premises the encoder is torn, on average: exp(loss). */
  readonly perplexity: number;
}

/** Where a state or a statement begins is told by its marker. */
const prompts = { state: '[GOAL]', statement: '' };

/** Trains an encoder that finds premises, and writes it to a folder that `openEmbedder` loads. */
export async function trainRetriever(
  options: RetrieverOptions,
  index: PremiseIndex,
  environment: TrainingEnvironment<ComparisonQuality>,
): Promise<Result<TrainingResult, Problem>> {
  const heldOut = options.heldOut.length === 0 ? ok(undefined) : await readAllHeldOut(options.heldOut);
  if (!heldOut.ok) return heldOut;
  const labels = await readLabels(options.labels, index, heldOut.value);
  if (!labels.ok) return labels;
  const tokenizer = await readTokenizer(options.tokenizer);
  if (!tokenizer.ok) return tokenizer;
  const codec = textCodec(tokenizer.value);
  const config = sizedConfig(options.model, codec.vocabularySize);
  if (!config.ok) return config;
  const format: EmbeddingFormat = { prompts, contextLength: options.model.context };
  const encoded = labels.value.labels.map((label) => ({
    ...label,
    tokens: tokensOf(codec, format, 'state', label.state),
  }));
  const task = retrieval(options, config.value, {
    index,
    tokensOf: memoized((place) => tokensOf(codec, format, 'statement', statementText(index.premises[place]!))),
    ...separate(encoded, options),
    leftOut: labels.value.leftOut,
    tokenizer: tokenizer.value,
    format,
  });
  return runTraining(task, options, environment);
}

const tokensOf = (
  codec: TextCodec,
  { prompts: before, contextLength }: EmbeddingFormat,
  kind: 'state' | 'statement',
  text: string,
): readonly number[] => fitTokens(codec.encode(before[kind] + text), contextLength);

/** Theorems are kept for validation with all their labels. */
function separate(labels: readonly EncodedLabel[], { seed, validationShare }: RetrieverOptions) {
  const chosen = ({ theorem }: EncodedLabel) => deriveSeed(seed, 'validation', theorem) < validationShare * 2 ** 32;
  const train = labels.filter((label) => !chosen(label));
  return train.length === 0 ? { train: labels, validation: [] } : { train, validation: labels.filter(chosen) };
}

interface RetrievalData {
  readonly index: PremiseIndex;
  /** Tokens of the premise at a place of the index. */
  readonly tokensOf: (place: number) => readonly number[];
  readonly train: readonly EncodedLabel[];
  readonly validation: readonly EncodedLabel[];
  readonly leftOut: number;
  readonly tokenizer: TokenizerFiles;
  readonly format: EmbeddingFormat;
}

/** Telling the premises of a proof from others, as a task of the training loop. */
function retrieval(
  options: RetrieverOptions,
  config: ModelConfig,
  data: RetrievalData,
): TrainingTask<ContrastiveBatch, ComparisonQuality> {
  const { train, validation, format } = data;
  const { batchStates, hardNegatives, temperature, out } = options;
  const [padding = 0] = textCodec(data.tokenizer).encode('<|endoftext|>');
  const comparisons = new Comparisons(data.index, data.tokensOf, padding, options);
  return {
    model: contrastiveModel(config, temperature),
    weights: initialWeights(config, options.seed),
    settings: { ...config, dataset: hashOf(data), batchStates, hardNegatives, temperature },
    sizes: {
      vocabulary: config.vocab_size,
      examples: train.length,
      validationExamples: validation.length,
      tooLong: 0,
      leftOut: data.leftOut,
    },
    steps: (epoch) => comparisons.batches(train, epoch).map((batch) => [batch]),
    validation: comparisons.batches(validation, 0),
    quality: (summed, targets) => ({ loss: summed / targets, perplexity: Math.exp(summed / targets) }),
    write: async (weights) => {
      const documents = {
        [modelFiles.config]: config,
        [modelFiles.tokenizer]: data.tokenizer.tokenizer,
        [modelFiles.tokenizerConfig]: data.tokenizer.config,
        [modelFiles.ariadne]: { embedding: format },
      };
      for (const [name, document] of Object.entries(documents)) {
        const written = await writeText(join(out, name), `${JSON.stringify(document, null, 1)}\n`);
        if (!written.ok) return written;
      }
      return writeModelFile(join(out, modelFiles.model), servedEncoder(config, weights, options.weightType));
    },
  };
}

/** A library has more premises than a short training looks at, and to make tokens of them takes its time. */
function memoized<T>(compute: (place: number) => T): (place: number) => T {
  const known = new Map<number, T>();
  return (place) => {
    const value = known.get(place) ?? compute(place);
    known.set(place, value);
    return value;
  };
}

/** Equal for equal labels and premises in equal order, and an equal tokenizer. */
function hashOf({ train, validation, index, tokenizer }: RetrievalData): string {
  const hash = createHash('sha256').update(JSON.stringify(tokenizer));
  for (const labels of [train, validation]) {
    hash.update(`${labels.length}\n`);
    for (const { tokens, positives } of labels) hash.update(`${tokens.join()}:${positives.join()}\n`);
  }
  for (const premise of index.premises) hash.update(`${statementText(premise)}\n`);
  return hash.digest('hex');
}
