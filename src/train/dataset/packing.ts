import { deriveSeed } from '../../data/seed.ts';
import { uniform } from '../../generator/onnx/sampling/philox.ts';
import { lengthOf, type TokenizedStep } from '../step/batch.ts';

/** Rows of a batch are padded to a multiple of this, so that few different shapes occur. */
const lengthStep = 16;

export const paddedLength = (length: number): number => Math.ceil(length / lengthStep) * lengthStep;

/** Examples side by side, all padded to `time` tokens. */
export interface PackedBatch<T extends TokenizedStep> {
  readonly steps: readonly T[];
  readonly time: number;
}

/** Fisher and Yates' shuffle; equal seeds give equal orders. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(uniform(seed, 0, i) * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/** Puts neighbours together as long as their padded rows hold at most `tokens` tokens. A longer one stands alone. */
export function pack<T extends TokenizedStep>(sorted: readonly T[], tokens: number): PackedBatch<T>[] {
  const batches: PackedBatch<T>[] = [];
  let steps: T[] = [];
  let time = 0;
  for (const step of sorted) {
    const longest = Math.max(time, paddedLength(lengthOf(step)));
    if (steps.length > 0 && (steps.length + 1) * longest > tokens) {
      batches.push({ steps, time });
      steps = [step];
      time = paddedLength(lengthOf(step));
    } else {
      steps.push(step);
      time = longest;
    }
  }
  if (steps.length > 0) batches.push({ steps, time });
  return batches;
}

/** How many examples are sorted by length at a time: enough for little padding, few enough to keep batches mixed. */
const windowSize = 1024;

/** The batches of one pass over the examples: shuffled, then packed by length within windows, then shuffled again. */
export function epochBatches<T extends TokenizedStep>(
  examples: readonly T[],
  tokens: number,
  seed: number,
  epoch: number,
): PackedBatch<T>[] {
  const order = shuffled(examples, deriveSeed(seed, 'examples', epoch));
  const batches: PackedBatch<T>[] = [];
  for (let start = 0; start < order.length; start += windowSize) {
    const window = order.slice(start, start + windowSize).toSorted((a, b) => lengthOf(a) - lengthOf(b));
    batches.push(...pack(window, tokens));
  }
  return shuffled(batches, deriveSeed(seed, 'batches', epoch));
}

/**
 * Groups batches into the steps of the optimizer, of about `tokens` tokens each. What is left at the end joins the
 * last step where it is less than half a step: a step over a few examples is mostly noise.
 */
export function groupSteps<T extends TokenizedStep>(
  batches: readonly PackedBatch<T>[],
  tokens: number,
): PackedBatch<T>[][] {
  const groups: PackedBatch<T>[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const batch of batches) {
    if (size >= tokens) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)!.push(batch);
    size += batch.steps.length * batch.time;
  }
  if (groups.length > 1 && size < tokens / 2) groups.at(-2)!.push(...groups.pop()!);
  return groups;
}
