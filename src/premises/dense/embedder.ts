import type { Problem } from '../../data/problem.ts';
import type { Result } from '../../data/result.ts';
import type { Passage } from './passage.ts';

/** Makes passages vectors, so that what belongs together points in the same direction. */
export interface Embedder {
  /** Kind, name and hash: equal names embed equally. */
  readonly name: string;
  /** One vector of length 1 a passage, row by row. Rejects with the signal's reason when it aborts. */
  embed(passages: readonly Passage[], signal?: AbortSignal): Promise<Result<Vectors, Problem>>;
  close(): Promise<void>;
}

/** Vectors of equal width, row by row. */
export interface Vectors {
  readonly width: number;
  /** [count, width] */
  readonly data: Float32Array;
}

export const countOf = ({ width, data }: Vectors): number => (width === 0 ? 0 : data.length / width);

export const rowOf = ({ width, data }: Vectors, row: number): Float32Array =>
  data.subarray(row * width, (row + 1) * width);

/** Scales every row to length 1, in place; a row of zeros stays. */
export function normalize(vectors: Vectors): Vectors {
  for (let row = 0; row < countOf(vectors); row++) {
    const values = rowOf(vectors, row);
    const length = Math.hypot(...values);
    if (length > 0) for (let i = 0; i < values.length; i++) values[i] = values[i]! / length;
  }
  return vectors;
}
