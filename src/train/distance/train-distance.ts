import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Problem } from '../../data/problem.ts';
import { renderInput } from '../../data/prompt-format.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { deriveSeed } from '../../data/seed.ts';
import { readDescription } from '../../generator/onnx/model/config.ts';
import { TextTokenizer } from '../../generator/onnx/tokenizer.ts';
import { readModel } from '../../onnx/file.ts';
import { copyDescription } from '../base.ts';
import { isKeptForValidation } from '../dataset/dataset.ts';
import { readAllHeldOut } from '../dataset/held-out.ts';
import { shuffled } from '../dataset/packing.ts';
import type { Measure, TrainingResult } from '../events.ts';
import { modelFiles, writeModelFile } from '../model/folder.ts';
import type { PlannedBatch } from '../optimize.ts';
import { runTraining, type TrainingEnvironment, type TrainingTask } from '../training.ts';
import { withHead } from './attach.ts';
import { classCount } from './classes.ts';
import { readFeatures } from './features.ts';
import { type Feature, type HeadSizes, headModel, initialHead } from './head.ts';
import { type Foresight, judge, scoresOf } from './judge.ts';
import type { DistanceOptions } from './options.ts';
import { type DistanceExample, readRuns } from './read-runs.ts';

/** What a training came to, and how well the head that was written foresees the states kept for validation. */
export interface DistanceResult extends TrainingResult {
  /** Absent where nothing was kept for validation. */
  readonly foresight?: Foresight;
}

interface KnownState extends Feature, DistanceExample {}

interface Prepared {
  readonly train: readonly KnownState[];
  readonly validation: readonly KnownState[];
  readonly tooLong: number;
  readonly leftOut: number;
  readonly vocabulary: number;
  readonly model: Extract<Awaited<ReturnType<typeof readModel>>, { ok: true }>['value'];
}

/**
 * Trains a head that foresees how many steps are left to a proof, on what a model knows when it has read a state, and
 * writes the model with it to a folder that the ONNX generator loads. The model itself is not trained.
 */
export async function trainDistance(
  options: DistanceOptions,
  environment: TrainingEnvironment<Measure>,
): Promise<Result<DistanceResult, Problem>> {
  const prepared = await prepare(options, environment.signal);
  if (!prepared.ok) return prepared;
  const { train, validation, model, tooLong, leftOut, vocabulary } = prepared.value;
  const sizes: HeadSizes = { width: train[0]!.values.length, inner: options.inner };
  const shares = sharesOf(train);
  let written: ReadonlyMap<string, Float32Array> | undefined;
  const task: TrainingTask<readonly Feature[], Measure> = {
    model: headModel(sizes),
    weights: initialHead(sizes, shares, options.seed),
    settings: { ...sizes, batchStates: options.batchStates, dataset: hashOf(train, validation) },
    sizes: { vocabulary, examples: train.length, validationExamples: validation.length, tooLong, leftOut },
    steps: (epoch) => {
      const order = shuffled(train, deriveSeed(options.seed, 'states', epoch));
      return batches(order, options).map((batch) => [batch]);
    },
    validation: batches(validation, options),
    quality: (summed, targets) => ({ loss: summed / targets }),
    write: async (weights) => {
      written = weights;
      const path = join(options.out, modelFiles.model);
      const whole = withHead(model, sizes, weights, path);
      if (!whole.ok) return whole;
      const copied = await copyDescription(options.model, options.out);
      return copied.ok ? writeModelFile(path, whole.value) : copied;
    },
  };
  const trained = await runTraining(task, options, environment);
  if (!trained.ok || written === undefined || validation.length === 0) return trained;
  const scores = await scoresOf(sizes, written, validation);
  const distances = validation.map(({ distance }) => distance);
  return ok({ ...trained.value, foresight: judge(scores, distances, shares) });
}

/** Reads the runs and has the model read their states. */
async function prepare(options: DistanceOptions, signal: AbortSignal): Promise<Result<Prepared, Problem>> {
  const heldOut = await readAllHeldOut(options.heldOut);
  if (!heldOut.ok) return heldOut;
  const read = await readRuns(options.runs, heldOut.value);
  if (!read.ok) return read;
  const description = await readDescription(options.model);
  if (!description.ok) return description;
  const tokenizer = await TextTokenizer.load(options.model);
  if (!tokenizer.ok) return tokenizer;
  const path = join(options.model, modelFiles.model);
  const model = await readModel(path);
  if (!model.ok) return model;
  const { prompt, contextLength = Number.POSITIVE_INFINITY } = description.value;
  const { examples, leftOut } = read.value;
  const encoded = examples.map((example) => ({
    ...example,
    tokens: tokenizer.value.encode(renderInput(prompt, example.state)),
  }));
  const fitting = encoded.filter(({ tokens }) => tokens.length <= contextLength);
  const features = await readFeatures(
    model.value,
    path,
    fitting.map(({ tokens }) => tokens),
    signal,
  );
  if (!features.ok) return features;
  const known = fitting.map((example, i): KnownState => ({ ...example, values: features.value[i]! }));
  const isKept = ({ theorem }: KnownState) => isKeptForValidation(theorem, options.validationShare, options.seed);
  const train = known.filter((example) => !isKept(example));
  if (train.length === 0) return fail(nothingFits(options));
  return ok({
    train,
    validation: known.filter(isKept),
    tooLong: examples.length - fitting.length,
    leftOut,
    vocabulary: tokenizer.value.size,
    model: model.value,
  });
}

const nothingFits = ({ runs, model }: DistanceOptions): Problem => ({
  code: 'empty-dataset',
  message: `${runs.join(', ')}: no state to train on that fits in the context of ${model}`,
  ...(runs[0] !== undefined && { where: { file: runs[0] } }),
  hint: 'Take more runs, or keep fewer of their theorems for validation (--validation-share).',
});

/** How often each class is. One that was not met counts as met once, so that it stays possible. */
function sharesOf(states: readonly Feature[]): readonly number[] {
  const counts = Array.from({ length: classCount }, (_, distance) =>
    Math.max(1, states.filter((state) => state.distance === distance).length),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}

function batches(states: readonly KnownState[], { batchStates }: DistanceOptions): PlannedBatch<readonly Feature[]>[] {
  return Array.from({ length: Math.ceil(states.length / batchStates) }, (_, i) => {
    const batch = states.slice(i * batchStates, (i + 1) * batchStates);
    return { make: () => batch, targets: batch.length, tokens: batch.length, places: [] };
  });
}

/** Equal for equal states at equal distances in equal order, read by an equal model. */
function hashOf(...sets: readonly (readonly KnownState[])[]): string {
  const hash = createHash('sha256');
  for (const states of sets) {
    hash.update(`${states.length}\n`);
    for (const { state, distance, values } of states)
      hash.update(`${JSON.stringify([state, distance])}\n`).update(values);
  }
  return hash.digest('hex');
}
