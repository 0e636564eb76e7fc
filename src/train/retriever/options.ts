import type { WeightType } from '../model/storage.ts';
import type { ModelSizes } from '../options.ts';
import type { CourseOptions } from '../training.ts';
import type { ComparisonOptions } from './comparisons.ts';

export interface RetrieverOptions extends CourseOptions, ComparisonOptions {
  /** Files of labels: JSONL. */
  readonly labels: readonly string[];
  /** Benchmarks, or manifests of hashes, of theorems whose labels must not be trained on. */
  readonly heldOut: readonly string[];
  /** Folder with the tokenizer to use. */
  readonly tokenizer: string;
  /** Sizes of the encoder; the vocabulary is the tokenizer's. */
  readonly model: ModelSizes;
  /** Cosines are divided by it. */
  readonly temperature: number;
  /** The share of theorems whose labels are kept for validation. */
  readonly validationShare: number;
  readonly weightType: WeightType;
}

export const defaultRetrieverOptions: Omit<RetrieverOptions, 'labels' | 'tokenizer' | 'out'> = {
  heldOut: [],
  resume: false,
  model: { hidden: 192, layers: 2, heads: 4, keyValueHeads: 2, inner: 384, context: 128 },
  epochs: 10,
  batchStates: 64,
  hardNegatives: 1,
  temperature: 0.05,
  learningRate: 2e-3,
  weightDecay: 0.1,
  seed: 0,
  validationShare: 0.05,
  validateEvery: 100,
  keep: 2,
  patience: 10,
  weightType: 'float16',
};
