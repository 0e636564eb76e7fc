import { join } from 'node:path';
import type { Problem } from '../data/problem.ts';
import { ok, type Result } from '../data/result.ts';
import { BestWeights } from './checkpoint/best-weights.ts';
import { CheckpointStore, type Progress, type Settings, startOfTraining } from './checkpoint/store.ts';
import { datasetHash, type Example } from './dataset/encode.ts';
import { epochBatches, groupSteps, type PackedBatch } from './dataset/packing.ts';
import type { TrainingEvent, TrainingResult } from './events.ts';
import { MetricsLog } from './metrics/log.ts';
import { parameterCount } from './model/parameters.ts';
import { optimize, validate } from './optimize.ts';
import type { TrainingOptions } from './options.ts';
import { type Preparation, prepare } from './prepare.ts';
import { writeTrainingPage } from './report/training-page.ts';
import { learningRateAt } from './schedule.ts';
import { initialState } from './step/state.ts';
import { Stepper } from './step/stepper.ts';
import { defaultOptimizer } from './step/update-graph.ts';

/** What comes from outside: time, the wish to stop, and who listens. */
export interface TrainingEnvironment {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Ends the training after the step that is running, with everything saved. */
  readonly signal: AbortSignal;
  readonly report: (event: TrainingEvent) => void;
}

/**
 * Trains a model on proof steps and writes it to a folder that the ONNX generator loads. Everything random follows
 * from the seed; a training that was interrupted and resumed goes on bit for bit as if it had not been, on one machine.
 */
export async function train(
  options: TrainingOptions,
  environment: TrainingEnvironment,
): Promise<Result<TrainingResult, Problem>> {
  const prepared = await prepare(options);
  if (!prepared.ok) return prepared;
  const parts = await begin(options, environment, prepared.value);
  if (!parts.ok) return parts;
  try {
    return await new Training(options, environment, prepared.value, parts.value).run();
  } finally {
    await parts.value.stepper.close();
  }
}

interface Parts {
  readonly stepper: Stepper;
  readonly checkpoints: CheckpointStore;
  readonly best: BestWeights;
  readonly metrics: MetricsLog;
  readonly totalSteps: number;
  readonly progress: Progress;
}

/** Opens everything in the folder of the training, at the first step or where it was left. */
async function begin(
  options: TrainingOptions,
  { now, report }: TrainingEnvironment,
  prepared: Preparation,
): Promise<Result<Parts, Problem>> {
  const { model, weights, vocabulary } = prepared.base;
  const { parameters } = model;
  const totalSteps = options.steps ?? options.epochs * epochSteps(prepared.train, options, 0).length;
  const settings = settingsOf(options, prepared, totalSteps);
  const checkpoints = new CheckpointStore(join(options.out, 'checkpoints'), parameters, settings, options.keep);
  const checkpoint = options.resume ? await checkpoints.load() : await checkpoints.none();
  if (!checkpoint.ok) return checkpoint;
  const progress = checkpoint.value?.progress ?? startOfTraining;
  const state = checkpoint.value?.state ?? initialState(parameters, weights);
  const metrics = await MetricsLog.open(options.out, progress.step, now() / 1000);
  if (!metrics.ok) return metrics;
  const stepper = await Stepper.create(model, { ...defaultOptimizer, weightDecay: options.weightDecay }, state);
  if (!stepper.ok) return stepper;
  report({
    kind: 'begun',
    parameters: parameterCount(parameters),
    vocabulary,
    examples: prepared.train.length,
    validationExamples: prepared.validation.length,
    tooLong: prepared.tooLong,
    leftOut: prepared.leftOut,
    totalSteps,
    step: progress.step,
  });
  const best = new BestWeights(options.out, parameters);
  return ok({ stepper: stepper.value, checkpoints, best, metrics: metrics.value, totalSteps, progress });
}

/** The settings that decide the course of a training; a checkpoint belongs to these. */
function settingsOf(options: TrainingOptions, { base, train, validation }: Preparation, totalSteps: number): Settings {
  const { seed, stepTokens, batchTokens, learningRate, weightDecay, patience, validateEvery } = options;
  return {
    ...base.settings,
    dataset: datasetHash(train, validation),
    ...{ totalSteps, seed, stepTokens, batchTokens, learningRate, weightDecay, patience, validateEvery },
  };
}

class Training {
  readonly #options: TrainingOptions;
  readonly #environment: TrainingEnvironment;
  readonly #prepared: Preparation;
  readonly #parts: Parts;
  #progress: Progress;
  /** The step whose state is on disk. */
  #saved: number | undefined;

  constructor(options: TrainingOptions, environment: TrainingEnvironment, prepared: Preparation, parts: Parts) {
    this.#options = options;
    this.#environment = environment;
    this.#prepared = prepared;
    this.#parts = parts;
    this.#progress = parts.progress;
  }

  async run(): Promise<Result<TrainingResult, Problem>> {
    const reason = await this.#steps();
    // After a problem, too, what was good before it is kept: the folder gets the best model so far.
    const finished = reason.ok || this.#progress.step > 0 ? await this.#finish() : ok(undefined);
    if (!reason.ok) return reason;
    if (!finished.ok) return finished;
    const { step, best, tokens, seconds } = this.#progress;
    return ok({ reason: reason.value, step, best, tokens, seconds });
  }

  async #steps(): Promise<Result<TrainingResult['reason'], Problem>> {
    while (this.#progress.step < this.#parts.totalSteps) {
      const groups = epochSteps(this.#prepared.train, this.#options, this.#progress.epoch);
      for (const group of groups.slice(this.#progress.stepsOfEpoch)) {
        if (this.#environment.signal.aborted) return ok('stopped');
        const stepped = await this.#step(group);
        if (!stepped.ok) return stepped;
        const last = this.#progress.step === this.#parts.totalSteps;
        if (last || this.#progress.step % this.#options.validateEvery === 0) {
          const checked = await this.#check();
          if (!checked.ok) return checked;
        }
        if (last) return ok('finished');
        if (this.#progress.validationsSinceBest >= this.#options.patience) return ok('converged');
      }
      this.#progress = { ...this.#progress, epoch: this.#progress.epoch + 1, stepsOfEpoch: 0 };
    }
    return ok('finished');
  }

  async #step(group: readonly PackedBatch<Example>[]): Promise<Result<void, Problem>> {
    const { now, report } = this.#environment;
    const { stepper, totalSteps, metrics } = this.#parts;
    const begun = now();
    const step = this.#progress.step + 1;
    const learningRate = learningRateAt(step, totalSteps, this.#options.learningRate);
    const measured = await optimize(stepper, group, learningRate, this.#prepared.padding);
    if (!measured.ok) return measured;
    const { loss, gradientNorm, tokens } = measured.value;
    const seconds = (now() - begun) / 1000;
    const { epoch, stepsOfEpoch } = this.#progress;
    this.#progress = {
      ...this.#progress,
      step,
      stepsOfEpoch: stepsOfEpoch + 1,
      tokens: this.#progress.tokens + tokens,
      seconds: this.#progress.seconds + seconds,
    };
    const event = {
      kind: 'step',
      ...{ step, epoch, loss, gradientNorm, learningRate },
      tokens: this.#progress.tokens,
      tokensPerSecond: tokens / seconds,
    } as const;
    report(event);
    return metrics.write(event, now() / 1000);
  }

  /** Validates, keeps the weights if they are the best so far, and saves a checkpoint. */
  async #check(): Promise<Result<void, Problem>> {
    const { now, report } = this.#environment;
    const { stepper, best, metrics } = this.#parts;
    const { step, best: bestSoFar, validationsSinceBest } = this.#progress;
    const measured = await validate(
      stepper,
      this.#prepared.validation,
      this.#options.batchTokens,
      this.#prepared.padding,
    );
    if (measured === undefined) return this.#save();
    const isBest = bestSoFar === null || measured.loss < bestSoFar.loss;
    this.#progress = {
      ...this.#progress,
      best: isBest ? { step, loss: measured.loss } : bestSoFar,
      validationsSinceBest: isBest ? 0 : validationsSinceBest + 1,
    };
    const event = { kind: 'validation', step, best: isBest, ...measured } as const;
    report(event);
    const logged = await metrics.write(event, now() / 1000);
    if (!logged.ok) return logged;
    const kept = isBest ? await best.write(stepper.state.tensors, step) : ok(undefined);
    return kept.ok ? this.#save() : kept;
  }

  async #save(): Promise<Result<void, Problem>> {
    const { step } = this.#progress;
    if (this.#saved === step) return ok(undefined);
    const path = await this.#parts.checkpoints.save(this.#parts.stepper.state, this.#progress);
    if (!path.ok) return path;
    this.#saved = step;
    this.#environment.report({ kind: 'checkpoint', step, path: path.value });
    return ok(undefined);
  }

  /** Saves where the training is, and writes the best model, or the last where nothing was validated. */
  async #finish(): Promise<Result<void, Problem>> {
    const saved = await this.#save();
    if (!saved.ok) return saved;
    const { stepper, best } = this.#parts;
    const weights = this.#progress.best === null ? ok(stepper.state.tensors) : await best.read();
    if (!weights.ok) return weights;
    const { base, prompt, train } = this.#prepared;
    const longest = train.reduce((length, { output }) => Math.max(length, output.length), 1);
    const served = { prompt, maxTokens: longest, weightType: this.#options.weightType };
    const written = await base.write(this.#options.out, weights.value, served);
    return written.ok ? writeTrainingPage(this.#options.out, this.#progress) : written;
  }
}

const epochSteps = (examples: readonly Example[], { seed, batchTokens, stepTokens }: TrainingOptions, epoch: number) =>
  groupSteps(epochBatches(examples, batchTokens, seed, epoch), stepTokens);
