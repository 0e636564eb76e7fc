import type { CourseOptions } from '../training.ts';

export interface DistanceOptions extends CourseOptions {
  /** Folder of the model whose hidden states are read. */
  readonly model: string;
  /** Folders of runs that kept the graphs of their searches. */
  readonly runs: readonly string[];
  /** Benchmarks, or manifests of hashes, of theorems whose states must not be trained on. */
  readonly heldOut: readonly string[];
  /** Width of the head's hidden layer. */
  readonly inner: number;
  /** States at a time. */
  readonly batchStates: number;
  /** The share of theorems whose states are kept for validation. */
  readonly validationShare: number;
}

export const defaultDistanceOptions: Omit<DistanceOptions, 'model' | 'runs' | 'out'> = {
  heldOut: [],
  resume: false,
  inner: 64,
  batchStates: 128,
  epochs: 30,
  learningRate: 1e-3,
  weightDecay: 0.1,
  seed: 0,
  validationShare: 0.1,
  validateEvery: 50,
  keep: 2,
  patience: 10,
};
