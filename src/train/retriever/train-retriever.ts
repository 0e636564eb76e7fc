import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import { type Passage, statementPassage } from '../../premises/dense/passage.ts';
import { FeatureReader } from '../../premises/dense/words/features.ts';
import type { WordIds, WordVocabulary } from '../../premises/dense/words/vocabulary.ts';
import { vocabularyFile } from '../../premises/dense/words/word-embedder.ts';
import type { PremiseIndex } from '../../premises/index.ts';
import { writeText } from '../../store/write-text.ts';
import { isKeptForValidation } from '../dataset/dataset.ts';
import { readAllHeldOut } from '../dataset/held-out.ts';
import type { TrainingResult } from '../events.ts';
import { modelFiles, writeModelFile } from '../model/folder.ts';
import { runTraining, type TrainingEnvironment, type TrainingTask } from '../training.ts';
import { type BagSizes, initialBag, servedBag } from './bag-encoder.ts';
import { Comparisons, type EncodedLabel } from './comparisons.ts';
import { type ContrastiveBatch, contrastiveModel } from './contrastive.ts';
import { readLabels, type TrainingLabel } from './labels.ts';
import { learnVocabulary } from './learn-vocabulary.ts';
import type { RetrieverOptions } from './options.ts';

/** What a loss of comparisons means. */
export interface ComparisonQuality {
  /** Mean of -log p of the premise among those of its batch, in nats. */
  readonly loss: number;
  /** Between how many equally likely premises the encoder is torn, on average: exp(loss). */
  readonly perplexity: number;
}

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
  const reader = new FeatureReader();
  const { train, validation } = separate(labels.value.labels, options);
  const { vocabulary, rarities } = learnVocabulary(index, train, reader);
  const wordsOf = (passage: Passage): WordIds => vocabulary.encode(reader.read(passage));
  const encoded = (some: readonly TrainingLabel[]): readonly EncodedLabel[] =>
    some.map((label) => ({ ...label, words: wordsOf(label.passage) }));
  const task = retrieval(options, {
    index,
    wordsOf: memoized((place) => wordsOf(statementPassage(index.premises[place]!))),
    train: encoded(train),
    validation: encoded(validation),
    leftOut: labels.value.leftOut,
    vocabulary,
    rarities,
  });
  return runTraining(task, options, environment);
}

/** Modules are kept for validation with all their labels: what is found there, no neighbour in the training gives away. */
function separate(labels: readonly TrainingLabel[], { seed, validationShare }: RetrieverOptions) {
  const isKept = ({ module }: TrainingLabel) => isKeptForValidation(module, validationShare, seed);
  const train = labels.filter((label) => !isKept(label));
  return train.length === 0 ? { train: labels, validation: [] } : { train, validation: labels.filter(isKept) };
}

interface RetrievalData {
  readonly index: PremiseIndex;
  /** Words of the premise at a place of the index. */
  readonly wordsOf: (place: number) => WordIds;
  readonly train: readonly EncodedLabel[];
  readonly validation: readonly EncodedLabel[];
  readonly leftOut: number;
  readonly vocabulary: WordVocabulary;
  readonly rarities: readonly number[];
}

/** Telling the premises of a proof from others, as a task of the training loop. */
function retrieval(options: RetrieverOptions, data: RetrievalData): TrainingTask<ContrastiveBatch, ComparisonQuality> {
  const { train, validation, vocabulary } = data;
  const { batchStates, hardNegatives, temperature, width, out } = options;
  const sizes: BagSizes = { words: vocabulary.size, width };
  const comparisons = new Comparisons(data.index, data.wordsOf, options);
  return {
    model: contrastiveModel(sizes, temperature),
    weights: initialBag(sizes, data.rarities, options.seed),
    settings: { width, dataset: hashOf(data), batchStates, hardNegatives, temperature },
    sizes: {
      vocabulary: vocabulary.size,
      examples: train.length,
      validationExamples: validation.length,
      tooLong: 0,
      leftOut: data.leftOut,
    },
    steps: (epoch) => comparisons.batches(train, epoch).map((batch) => [batch]),
    validation: comparisons.batches(validation, 0),
    quality: (summed, targets) => ({ loss: summed / targets, perplexity: Math.exp(summed / targets) }),
    write: async (weights) => {
      const { words, buckets } = vocabulary;
      const written = await writeText(join(out, vocabularyFile), `${JSON.stringify({ buckets, words })}\n`);
      if (!written.ok) return written;
      return writeModelFile(join(out, modelFiles.model), servedBag(sizes, weights, options.weightType));
    },
  };
}

/** A library has more premises than a short training looks at, and to read them takes its time. */
function memoized<T>(compute: (place: number) => T): (place: number) => T {
  const known = new Map<number, T>();
  return (place) => {
    const value = known.get(place) ?? compute(place);
    known.set(place, value);
    return value;
  };
}

/** Equal for equal labels and premises in equal order, and an equal vocabulary. */
function hashOf({ train, validation, index, vocabulary }: RetrievalData): string {
  const hash = createHash('sha256').update(JSON.stringify(vocabulary.words));
  for (const labels of [train, validation]) {
    hash.update(`${labels.length}\n`);
    for (const { passage, positives } of labels) hash.update(`${JSON.stringify(passage)}:${positives.join()}\n`);
  }
  for (const premise of index.premises) hash.update(`${JSON.stringify(statementPassage(premise))}\n`);
  return hash.digest('hex');
}
