import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import type { Stepper } from './step/stepper.ts';

/** A batch that is made when it is its turn. */
export interface PlannedBatch<B> {
  readonly make: () => B;
  /** Over how many predictions its loss is summed. */
  readonly targets: number;
  /** Tokens read, padding left out. */
  readonly tokens: number;
  /** Where its examples stand. */
  readonly places: readonly { readonly file: string; readonly line: number }[];
}

/** What one step of the optimizer went over. */
export interface StepMeasure {
  /** Mean over the predictions, in nats. */
  readonly loss: number;
  readonly gradientNorm: number;
  /** Tokens read, padding left out. */
  readonly tokens: number;
}

const total = <B>(batches: readonly PlannedBatch<B>[], part: 'targets' | 'tokens'): number =>
  batches.reduce((sum, batch) => sum + batch[part], 0);

/**
 * Gathers the gradients of some batches and makes one step along them. Where a loss or the gradient is not finite, no
 * step is made, and the batch is named.
 */
export async function optimize<B>(
  stepper: Stepper<B>,
  group: readonly PlannedBatch<B>[],
  learningRate: number,
): Promise<Result<StepMeasure, Problem>> {
  const step = stepper.state.step + 1;
  let loss = 0;
  for (const batch of group) {
    const added = await stepper.accumulate(batch.make());
    if (!Number.isFinite(added)) {
      stepper.forget();
      return fail(diverged(step, [batch], `a loss of ${added}`));
    }
    loss += added;
  }
  // A step may hold nothing but tactics that are not to be written.
  const targets = Math.max(1, total(group, 'targets'));
  const gradientNorm = await stepper.update(learningRate, targets);
  if (!Number.isFinite(gradientNorm)) return fail(diverged(step, group, `a gradient of norm ${gradientNorm}`));
  return ok({ loss: loss / targets, gradientNorm, tokens: total(group, 'tokens') });
}

/** The loss summed over batches that are not trained on. */
export async function summedLoss<B>(stepper: Stepper<B>, batches: readonly PlannedBatch<B>[]): Promise<number> {
  let loss = 0;
  for (const { make } of batches) loss += await stepper.loss(make());
  return loss;
}

function diverged<B>(step: number, batches: readonly PlannedBatch<B>[], what: string): Problem {
  const places = batches.flatMap((batch) => batch.places).toSorted((a, b) => a.line - b.line);
  const lines = places.map(({ line }) => line);
  return {
    code: 'training-diverged',
    message: `step ${step} came to ${what}, on a batch of the lines ${lines.join(', ')}`,
    ...(places[0] && { where: places[0] }),
    hint: 'The last good checkpoint and the best model are kept. Look at these lines, or lower --learning-rate.',
  };
}
