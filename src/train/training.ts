import { join } from 'node:path';
import type { Problem } from '../data/problem.ts';
import { ok, type Result } from '../data/result.ts';
import { BestWeights } from './checkpoint/best-weights.ts';
import { CheckpointStore, type Progress, type Settings, startOfTraining } from './checkpoint/store.ts';
import type { Measure, TrainingEvent, TrainingResult, TrainingSizes } from './events.ts';
import { MetricsLog } from './metrics/log.ts';
import type { Quality } from './metrics/quality.ts';
import { parameterCount } from './model/parameters.ts';
import type { TrainableModel } from './model/trainable.ts';
import { optimize, type PlannedBatch, summedLoss } from './optimize.ts';
import { learningRateAt } from './schedule.ts';
import { initialState } from './step/state.ts';
import { Stepper } from './step/stepper.ts';
import { defaultOptimizer } from './step/update-graph.ts';

type Weights = ReadonlyMap<string, Float32Array>;

/** What comes from outside: time, the wish to stop, and who listens. */
export interface TrainingEnvironment<Q extends Measure = Quality> {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Ends the training after the step that is running, with everything saved. */
  readonly signal: AbortSignal;
  readonly report: (event: TrainingEvent<Q>) => void;
}

/** How long a training goes on, and where it keeps what it needs to go on after a stop. */
export interface CourseOptions {
  /** Folder for checkpoints, metrics and the model. */
  readonly out: string;
  /** Goes on from the last checkpoint in `out`. */
  readonly resume: boolean;
  readonly epochs: number;
  /** Number of optimizer steps, in place of what `epochs` comes to. */
  readonly steps?: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly seed: number;
  /** Steps between validations, each of which is followed by a checkpoint. */
  readonly validateEvery: number;
  /** How many checkpoints are kept. */
  readonly keep: number;
  /** Stops after this many validations without a lower loss. */
  readonly patience: number;
}

/** What is trained, on batches of the kind `B`, and how well it does, as the loop of a training sees it. */
export interface TrainingTask<B, Q extends Measure> {
  readonly model: TrainableModel<B>;
  /** The first weights. */
  readonly weights: Weights;
  /** What decides the course beside `CourseOptions`: a checkpoint belongs to these. */
  readonly settings: Settings;
  readonly sizes: TrainingSizes;
  /** What each step of one pass over the examples goes over. */
  steps(epoch: number): readonly (readonly PlannedBatch<B>[])[];
  /** Not trained on. */
  readonly validation: readonly PlannedBatch<B>[];
  /** What a loss that is summed over that many predictions of the validation means. */
  quality(summed: number, targets: number): Q;
  write(weights: Weights, progress: Progress): Promise<Result<void, Problem>>;
}

/**
 * Trains a model and has it written. Everything random follows from the seed; a training that was interrupted and
 * resumed goes on bit for bit as if it had not been, on one machine.
 */
export async function runTraining<B, Q extends Measure>(
  task: TrainingTask<B, Q>,
  options: CourseOptions,
  environment: TrainingEnvironment<Q>,
): Promise<Result<TrainingResult, Problem>> {
  const parts = await begin(task, options, environment);
  if (!parts.ok) return parts;
  try {
    return await new Training(task, options, environment, parts.value).run();
  } finally {
    await parts.value.stepper.close();
  }
}

interface Parts<B> {
  readonly stepper: Stepper<B>;
  readonly checkpoints: CheckpointStore;
  readonly best: BestWeights;
  readonly metrics: MetricsLog;
  readonly totalSteps: number;
  readonly progress: Progress;
}

/** Opens everything in the folder of the training, at the first step or where it was left. */
async function begin<B, Q extends Measure>(
  task: TrainingTask<B, Q>,
  options: CourseOptions,
  { now, report }: TrainingEnvironment<Q>,
): Promise<Result<Parts<B>, Problem>> {
  const { parameters } = task.model;
  const totalSteps = options.steps ?? options.epochs * task.steps(0).length;
  const { seed, learningRate, weightDecay, patience, validateEvery } = options;
  const settings = { ...task.settings, totalSteps, seed, learningRate, weightDecay, patience, validateEvery };
  const checkpoints = new CheckpointStore(join(options.out, 'checkpoints'), parameters, settings, options.keep);
  const checkpoint = options.resume ? await checkpoints.load() : await checkpoints.none();
  if (!checkpoint.ok) return checkpoint;
  const progress = checkpoint.value?.progress ?? startOfTraining;
  const state = checkpoint.value?.state ?? initialState(parameters, task.weights);
  const metrics = await MetricsLog.open(options.out, progress.step, now() / 1000);
  if (!metrics.ok) return metrics;
  const stepper = await Stepper.create(task.model, { ...defaultOptimizer, weightDecay }, state);
  if (!stepper.ok) return stepper;
  report({
    kind: 'begun',
    parameters: parameterCount(parameters),
    ...task.sizes,
    totalSteps,
    step: progress.step,
  });
  const best = new BestWeights(options.out, parameters);
  return ok({ stepper: stepper.value, checkpoints, best, metrics: metrics.value, totalSteps, progress });
}

class Training<B, Q extends Measure> {
  readonly #task: TrainingTask<B, Q>;
  readonly #options: CourseOptions;
  readonly #environment: TrainingEnvironment<Q>;
  readonly #parts: Parts<B>;
  #progress: Progress;
  /** The step whose state is on disk. */
  #saved: number | undefined;

  constructor(task: TrainingTask<B, Q>, options: CourseOptions, environment: TrainingEnvironment<Q>, parts: Parts<B>) {
    this.#task = task;
    this.#options = options;
    this.#environment = environment;
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
      const groups = this.#task.steps(this.#progress.epoch);
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

  async #step(group: readonly PlannedBatch<B>[]): Promise<Result<void, Problem>> {
    const { now, report } = this.#environment;
    const { stepper, totalSteps, metrics } = this.#parts;
    const begun = now();
    const step = this.#progress.step + 1;
    const learningRate = learningRateAt(step, totalSteps, this.#options.learningRate);
    const measured = await optimize(stepper, group, learningRate);
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
    const { validation } = this.#task;
    if (validation.length === 0) return this.#save();
    const targets = validation.reduce((sum, batch) => sum + batch.targets, 0);
    const measured = this.#task.quality(await summedLoss(stepper, validation), targets);
    const { loss } = measured;
    const isBest = bestSoFar === null || loss < bestSoFar.loss;
    this.#progress = {
      ...this.#progress,
      best: isBest ? { step, loss } : bestSoFar,
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
    return weights.ok ? this.#task.write(weights.value, this.#progress) : weights;
  }
}
