import type { Problem } from '../data/problem.ts';
import { goalProofstep, type PromptFormat } from '../data/prompt-format.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { type Base, ownBase, readBase } from './base.ts';
import { type Dataset, type DatasetStep, isKeptForValidation, readDataset } from './dataset/dataset.ts';
import { type Example, encodeSteps } from './dataset/encode.ts';
import { readHeldOut } from './dataset/held-out.ts';
import { readRefused } from './dataset/refused.ts';
import { sizedConfig } from './model/config.ts';
import { initialWeights } from './model/parameters.ts';
import type { Objective } from './model/trainable.ts';
import type { TrainingOptions } from './options.ts';
import { learnTokenizer, textCodec } from './tokenizer/tokenizer.ts';

/** Everything that a training needs to know before its first step. */
export interface Preparation {
  readonly base: Base;
  readonly prompt: PromptFormat;
  /** The id that rows are padded with. */
  readonly padding: number;
  /** Steps to be learned, and tactics that are not to be written. */
  readonly train: readonly Example[];
  readonly validation: readonly Example[];
  readonly tooLong: number;
  /** Steps of logs that are not trained on, as they belong to a held-out theorem or name one. */
  readonly leftOut: number;
}

/** Reads the dataset and the model to go on from, or makes a new one with a tokenizer for the dataset. */
export async function prepare(options: TrainingOptions): Promise<Result<Preparation, Problem>> {
  const heldOut = options.heldOut === undefined ? ok(new Set<string>()) : await readHeldOut(options.heldOut);
  if (!heldOut.ok) return heldOut;
  const read = await readDataset(options.data, heldOut.value);
  if (!read.ok) return read;
  const dataset = splitValidation(read.value, options.validationShare, options.seed);
  const refused = await readRefused(options.negatives, heldOut.value, dataset);
  if (!refused.ok) return refused;

  const prompt = goalProofstep;
  const objective = refused.value.length > 0 ? 'likelihood-and-refusals' : 'likelihood';
  const base = await (options.from === undefined
    ? newBase(options, dataset.train, prompt, objective)
    : readBase(options.from, prompt, objective));
  if (!base.ok) return base;
  const { context, tokenizer } = base.value;
  const codec = textCodec(tokenizer);
  const train = encodeSteps(dataset.train, codec, context);
  if (!train.ok) return train;
  // What is too long to be written at all need not be unlearned.
  const writable = refused.value.filter(({ output }) => codec.encode(output).length < context);
  const notToWrite = encodeSteps(writable, codec, context);
  if (!notToWrite.ok) return notToWrite;
  const validation = encodeSteps(dataset.validation, codec, context);
  if (!validation.ok) return validation;
  if (train.value.examples.length === 0) {
    return fail({
      code: 'empty-dataset',
      message: `no step of ${options.data.join(', ')} fits in a context of ${context} tokens`,
      where: { file: options.data[0]! },
      hint: 'Train with a longer context (--context).',
    });
  }
  return ok({
    base: base.value,
    prompt,
    padding: codec.encode(prompt.stop)[0]!,
    train: [...train.value.examples, ...notToWrite.value.examples.map((example) => ({ ...example, isRefused: true }))],
    validation: validation.value.examples,
    tooLong: train.value.tooLong + (refused.value.length - notToWrite.value.examples.length) + validation.value.tooLong,
    leftOut: dataset.leftOut,
  });
}

/** A model of the wanted sizes with random weights. */
async function newBase(
  options: TrainingOptions,
  steps: readonly DatasetStep[],
  prompt: PromptFormat,
  objective: Objective,
): Promise<Result<Base, Problem>> {
  const tokenizer = learnTokenizer(textsOf(steps), prompt, options.merges);
  const config = sizedConfig(options.model, textCodec(tokenizer).vocabularySize);
  return config.ok
    ? ok(ownBase(config.value, initialWeights(config.value, options.seed), tokenizer, objective))
    : config;
}

function* textsOf(steps: readonly DatasetStep[]): Generator<string> {
  for (const { input, output } of steps) {
    yield input;
    yield output;
  }
}

/** Takes out some theorems with all their steps, where the dataset has no validation split of its own. */
function splitValidation(dataset: Dataset, share: number, seed: number): Dataset {
  if (dataset.validation.length > 0 || share === 0) return dataset;
  const chosen = (step: DatasetStep) => isKeptForValidation(step.theorem ?? step.input, share, seed);
  const train = dataset.train.filter((step) => !chosen(step));
  // A dataset of a handful of steps is trained on whole.
  return train.length === 0 ? dataset : { ...dataset, train, validation: dataset.train.filter(chosen) };
}
