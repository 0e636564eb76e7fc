import type { WeightType } from './model/storage.ts';
import type { CourseOptions } from './training.ts';

/** Sizes of the model that is made; the vocabulary follows from the tokenizer. */
export interface ModelSizes {
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  /** Width of the gated MLP. */
  readonly inner: number;
  /** Longest sequence in tokens: state and tactic together. */
  readonly context: number;
}

export interface TrainingOptions extends CourseOptions {
  /** Files of proof steps, or logs of proofs: JSONL. */
  readonly data: readonly string[];
  /** Files of tactics that led nowhere, which the model is taught not to write: JSONL, as `extract --negatives` writes them. */
  readonly negatives: readonly string[];
  /** Manifest of hashes of held-out theorems. */
  readonly heldOut?: string;
  /** Folder of a model to go on from, with its sizes and its tokenizer; absent to start from random weights. */
  readonly from?: string;
  readonly model: ModelSizes;
  /** Byte pairs that the tokenizer learns; 0 for plain bytes. */
  readonly merges: number;
  /** Tokens (padding included) per optimizer step, and per run of the graph. */
  readonly stepTokens: number;
  readonly batchTokens: number;
  /** The share of theorems whose steps are kept for validation, where the dataset has no validation split. */
  readonly validationShare: number;
  readonly weightType: WeightType;
}

export const defaultOptions: Omit<TrainingOptions, 'data' | 'out'> = {
  resume: false,
  negatives: [],
  model: { hidden: 256, layers: 6, heads: 4, keyValueHeads: 2, inner: 704, context: 512 },
  merges: 1024,
  epochs: 10,
  stepTokens: 8192,
  batchTokens: 2048,
  learningRate: 1e-3,
  weightDecay: 0.1,
  seed: 0,
  validationShare: 0.03,
  validateEvery: 200,
  keep: 3,
  patience: 10,
  weightType: 'float16',
};
