import type { WeightType } from '../model/storage.ts';
import type { CourseOptions } from '../training.ts';
import type { ComparisonOptions } from './comparisons.ts';

export interface RetrieverOptions extends CourseOptions, ComparisonOptions {
  /** Files of labels: JSONL. */
  readonly labels: readonly string[];
  /** Benchmarks, or manifests of hashes, of theorems whose labels must not be trained on. */
  readonly heldOut: readonly string[];
  /** Width of the embeddings. */
  readonly width: number;
  /** Cosines are divided by it. */
  readonly temperature: number;
  /** The share of modules whose labels are kept for validation. */
  readonly validationShare: number;
  readonly weightType: WeightType;
}

export const defaultRetrieverOptions: Omit<RetrieverOptions, 'labels' | 'out'> = {
  heldOut: [],
  resume: false,
  width: 256,
  epochs: 7,
  batchStates: 128,
  hardNegatives: 2,
  temperature: 0.05,
  learningRate: 1e-3,
  weightDecay: 0,
  seed: 0,
  validationShare: 0.1,
  validateEvery: 50,
  keep: 2,
  patience: 10,
  weightType: 'float16',
};
