import type { Problem } from '../data/problem.ts';
import type { Result } from '../data/result.ts';
import { datasetHash, type Example } from './dataset/encode.ts';
import { epochBatches, groupSteps, type PackedBatch, pack } from './dataset/packing.ts';
import type { TrainingResult } from './events.ts';
import { type Quality, quality } from './metrics/quality.ts';
import type { PlannedBatch } from './optimize.ts';
import type { TrainingOptions } from './options.ts';
import { type Preparation, prepare } from './prepare.ts';
import { writeTrainingPage } from './report/training-page.ts';
import { type Batch, lengthOf, makeBatch } from './step/batch.ts';
import { runTraining, type TrainingEnvironment, type TrainingTask } from './training.ts';

export type { TrainingEnvironment } from './training.ts';

/** Trains a model on proof steps and writes it to a folder that the ONNX generator loads. */
export async function train(
  options: TrainingOptions,
  environment: TrainingEnvironment,
): Promise<Result<TrainingResult, Problem>> {
  const prepared = await prepare(options);
  return prepared.ok ? runTraining(nextTactic(options, prepared.value), options, environment) : prepared;
}

/** Predicting the tokens of tactics, as a task of the training loop. */
function nextTactic(options: TrainingOptions, prepared: Preparation): TrainingTask<Batch, Quality> {
  const { base, prompt, padding, train, validation, tooLong, leftOut } = prepared;
  const { out, seed, stepTokens, batchTokens, weightType } = options;
  const planned = ({ steps, time }: PackedBatch<Example>): PlannedBatch<Batch> => ({
    make: () => makeBatch(steps, time, padding),
    targets: targetsOf(steps),
    tokens: steps.reduce((sum, example) => sum + lengthOf(example), 0),
    places: steps.map(({ file, line }) => ({ file, line })),
  });
  const byLength = validation.toSorted((a, b) => lengthOf(a) - lengthOf(b));
  return {
    model: base.model,
    weights: base.weights,
    settings: { ...base.settings, dataset: datasetHash(train, validation), stepTokens, batchTokens },
    sizes: {
      vocabulary: base.vocabulary,
      examples: train.length,
      validationExamples: validation.length,
      tooLong,
      leftOut,
    },
    steps: (epoch) =>
      groupSteps(epochBatches(train, batchTokens, seed, epoch), stepTokens).map((group) => group.map(planned)),
    validation: pack(byLength, batchTokens).map(planned),
    quality: (summed, targets) => quality(summed, targets, validation.length),
    write: async (weights, progress) => {
      const longest = train.reduce((length, { output }) => Math.max(length, output.length), 1);
      const written = await base.write(out, weights, { prompt, maxTokens: longest, weightType });
      return written.ok ? writeTrainingPage(out, progress) : written;
    },
  };
}

const targetsOf = (examples: readonly Example[]): number =>
  examples.reduce((sum, { output, isRefused }) => sum + (isRefused ? 0 : output.length), 0);
