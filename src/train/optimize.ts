import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import type { Example } from './dataset/encode.ts';
import { type PackedBatch, pack } from './dataset/packing.ts';
import { type Quality, quality } from './metrics/quality.ts';
import { lengthOf, makeBatch } from './step/batch.ts';
import type { Stepper } from './step/stepper.ts';

/** What one step of the optimizer went over. */
export interface StepMeasure {
  /** Mean over the output tokens, in nats. */
  readonly loss: number;
  readonly gradientNorm: number;
  /** Tokens read, padding left out. */
  readonly tokens: number;
}

/**
 * Gathers the gradients of some batches and makes one step along them. Where a loss or the gradient is not finite, no
 * step is made, and the batch is named.
 */
export async function optimize(
  stepper: Stepper,
  group: readonly PackedBatch<Example>[],
  learningRate: number,
  padding: number,
): Promise<Result<StepMeasure, Problem>> {
  const step = stepper.state.step + 1;
  let loss = 0;
  let targets = 0;
  let tokens = 0;
  for (const { steps, time } of group) {
    const batch = makeBatch(steps, time, padding);
    const added = await stepper.accumulate(batch);
    if (!Number.isFinite(added)) {
      stepper.forget();
      return fail(diverged(step, steps, `a loss of ${added}`));
    }
    loss += added;
    targets += batch.targetIds.length;
    tokens += steps.reduce((sum, example) => sum + lengthOf(example), 0);
  }
  const gradientNorm = await stepper.update(learningRate, targets);
  if (!Number.isFinite(gradientNorm)) {
    const examples = group.flatMap(({ steps }) => steps);
    return fail(diverged(step, examples, `a gradient of norm ${gradientNorm}`));
  }
  return ok({ loss: loss / targets, gradientNorm, tokens });
}

/** Measures the model on examples that it is not trained on; `undefined` where there are none. */
export async function validate(
  stepper: Stepper,
  examples: readonly Example[],
  batchTokens: number,
  padding: number,
): Promise<Quality | undefined> {
  if (examples.length === 0) return undefined;
  let loss = 0;
  let targets = 0;
  const sorted = examples.toSorted((a, b) => lengthOf(a) - lengthOf(b));
  for (const { steps, time } of pack(sorted, batchTokens)) {
    const batch = makeBatch(steps, time, padding);
    loss += await stepper.loss(batch);
    targets += batch.targetIds.length;
  }
  return quality(loss, targets, examples.length);
}

function diverged(step: number, examples: readonly Example[], what: string): Problem {
  const lines = examples.map(({ line }) => line).toSorted((a, b) => a - b);
  return {
    code: 'training-diverged',
    message: `step ${step} came to ${what}, on a batch of the lines ${lines.join(', ')}`,
    where: { file: examples[0]!.file, line: lines[0]! },
    hint: 'The last good checkpoint and the best model are kept. Look at these lines, or lower --learning-rate.',
  };
}
