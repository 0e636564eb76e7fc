import { join } from 'node:path';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { readSafetensors, writeSafetensors } from './checkpoint/safetensors.ts';
import { CheckpointStore, type Progress, type Settings, startOfTraining } from './checkpoint/store.ts';
import type { Example } from './dataset/encode.ts';
import { epochBatches, groupSteps, type PackedBatch, pack } from './dataset/packing.ts';
import type { TrainingEvent, TrainingResult } from './events.ts';
import { MetricsLog } from './metrics/log.ts';
import { type Quality, quality } from './metrics/quality.ts';
import { writeModelFolder, writeTokenizer } from './model/folder.ts';
import { parameterCount, parametersOf } from './model/parameters.ts';
import type { TrainingOptions } from './options.ts';
import { type Preparation, prepare } from './prepare.ts';
import { learningRateAt } from './schedule.ts';
import { lengthOf, makeBatch } from './step/batch.ts';
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

/** The settings that decide the course of a training; a checkpoint belongs to these. */
function settingsOf(
  options: TrainingOptions,
  { config, train, validation }: Preparation,
  totalSteps: number,
): Settings {
  const { seed, stepTokens, batchTokens, learningRate, weightDecay, patience, validateEvery } = options;
  const { model_type: _, ...sizes } = config;
  return {
    ...sizes,
    examples: train.length,
    validationExamples: validation.length,
    ...{ totalSteps, seed, stepTokens, batchTokens, learningRate, weightDecay, patience, validateEvery },
  };
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
  const training = await Training.begin(options, environment, prepared.value);
  if (!training.ok) return training;
  try {
    return await training.value.run();
  } finally {
    await training.value.close();
  }
}

class Training {
  readonly #options: TrainingOptions;
  readonly #environment: TrainingEnvironment;
  readonly #prepared: Preparation;
  readonly #stepper: Stepper;
  readonly #checkpoints: CheckpointStore;
  readonly #metrics: MetricsLog;
  readonly #totalSteps: number;
  #progress: Progress;
  /** The last step whose state is on disk. */
  #saved = -1;

  private constructor(
    options: TrainingOptions,
    environment: TrainingEnvironment,
    prepared: Preparation,
    parts: {
      stepper: Stepper;
      checkpoints: CheckpointStore;
      metrics: MetricsLog;
      totalSteps: number;
      progress: Progress;
    },
  ) {
    this.#options = options;
    this.#environment = environment;
    this.#prepared = prepared;
    this.#stepper = parts.stepper;
    this.#checkpoints = parts.checkpoints;
    this.#metrics = parts.metrics;
    this.#totalSteps = parts.totalSteps;
    this.#progress = parts.progress;
  }

  static async begin(
    options: TrainingOptions,
    environment: TrainingEnvironment,
    prepared: Preparation,
  ): Promise<Result<Training, Problem>> {
    const { config } = prepared;
    const stepsPerEpoch = epochSteps(prepared.train, options, 0).length;
    const totalSteps = options.steps ?? options.epochs * stepsPerEpoch;
    const settings = settingsOf(options, prepared, totalSteps);
    const folder = join(options.out, 'checkpoints');
    const checkpoints = new CheckpointStore(folder, parametersOf(config), settings, options.keep);
    const checkpoint = options.resume ? await checkpoints.load() : ok(undefined);
    if (!checkpoint.ok) return checkpoint;
    const progress = checkpoint.value?.progress ?? startOfTraining;
    const state = checkpoint.value?.state ?? initialState(config, options.seed, prepared.weights);
    const optimizer = { ...defaultOptimizer, weightDecay: options.weightDecay };
    const stepper = await Stepper.create(config, optimizer, state);
    if (!stepper.ok) return stepper;
    const metrics = await MetricsLog.open(options.out, progress.step, environment.now() / 1000);
    if (!metrics.ok) return metrics;
    const written = await writeTokenizer(options.out, prepared.tokenizer);
    if (!written.ok) return written;
    environment.report({
      kind: 'begun',
      parameters: parameterCount(config),
      vocabulary: config.vocab_size,
      examples: prepared.train.length,
      validationExamples: prepared.validation.length,
      tooLong: prepared.tooLong,
      totalSteps,
      step: progress.step,
    });
    const parts = { stepper: stepper.value, checkpoints, metrics: metrics.value, totalSteps, progress };
    return ok(new Training(options, environment, prepared, parts));
  }

  async run(): Promise<Result<TrainingResult, Problem>> {
    const reason = await this.#steps();
    if (!reason.ok) {
      // What was good before the problem is kept: the folder gets the best model so far, the problem is told.
      if (this.#progress.step > 0) await this.#finish();
      return reason;
    }
    const finished = await this.#finish();
    if (!finished.ok) return finished;
    const { step, best, tokens, seconds } = this.#progress;
    return ok({ reason: reason.value, step, best, tokens, seconds });
  }

  close(): Promise<void> {
    return this.#stepper.close();
  }

  async #steps(): Promise<Result<TrainingResult['reason'], Problem>> {
    const { signal } = this.#environment;
    while (this.#progress.step < this.#totalSteps) {
      const groups = epochSteps(this.#prepared.train, this.#options, this.#progress.epoch);
      for (const group of groups.slice(this.#progress.stepsOfEpoch)) {
        if (signal.aborted) return ok('stopped');
        const stepped = await this.#step(group);
        if (!stepped.ok) return stepped;
        if (this.#progress.step % this.#options.validateEvery === 0) {
          const checked = await this.#check();
          if (!checked.ok) return checked;
        }
        if (this.#progress.validationsSinceBest >= this.#options.patience) return ok('converged');
        if (this.#progress.step === this.#totalSteps) return ok('finished');
      }
      this.#progress = { ...this.#progress, epoch: this.#progress.epoch + 1, stepsOfEpoch: 0 };
    }
    return ok('finished');
  }

  async #step(group: readonly PackedBatch<Example>[]): Promise<Result<void, Problem>> {
    const { now, report } = this.#environment;
    const begun = now();
    const { progress, stepper } = { progress: this.#progress, stepper: this.#stepper };
    const step = progress.step + 1;
    let summedLoss = 0;
    let targets = 0;
    let tokens = 0;
    for (const { steps, time } of group) {
      const batch = makeBatch(steps, time, this.#prepared.padding);
      const loss = await stepper.accumulate(batch);
      if (!Number.isFinite(loss)) {
        stepper.forget();
        return fail(diverged(step, steps, `a loss of ${loss}`));
      }
      summedLoss += loss;
      targets += batch.targetIds.length;
      tokens += steps.reduce((sum, example) => sum + lengthOf(example), 0);
    }
    const learningRate = learningRateAt(step, this.#totalSteps, this.#options.learningRate);
    const gradientNorm = await stepper.update(learningRate, targets);
    if (!Number.isFinite(gradientNorm)) {
      return fail(
        diverged(
          step,
          group.flatMap(({ steps }) => steps),
          `a gradient of ${gradientNorm}`,
        ),
      );
    }
    const seconds = (now() - begun) / 1000;
    this.#progress = {
      ...progress,
      step,
      stepsOfEpoch: progress.stepsOfEpoch + 1,
      tokens: progress.tokens + tokens,
      seconds: progress.seconds + seconds,
    };
    const event = {
      kind: 'step',
      step,
      epoch: progress.epoch,
      loss: summedLoss / targets,
      gradientNorm,
      learningRate,
      tokens: this.#progress.tokens,
      tokensPerSecond: tokens / seconds,
    } as const;
    report(event);
    return this.#metrics.write(event, now() / 1000);
  }

  /** Validates, keeps the weights if they are the best so far, and saves a checkpoint. */
  async #check(): Promise<Result<void, Problem>> {
    const { step, best, validationsSinceBest } = this.#progress;
    const measured = await this.#validate();
    if (measured !== undefined) {
      const isBest = best === null || measured.loss < best.loss;
      this.#progress = {
        ...this.#progress,
        best: isBest ? { step, loss: measured.loss } : best,
        validationsSinceBest: isBest ? 0 : validationsSinceBest + 1,
      };
      const event = { kind: 'validation', step, best: isBest, ...measured } as const;
      this.#environment.report(event);
      const logged = await this.#metrics.write(event, this.#environment.now() / 1000);
      if (!logged.ok) return logged;
      const kept = isBest ? await this.#keepBest() : ok(undefined);
      if (!kept.ok) return kept;
    }
    return this.#save();
  }

  async #validate(): Promise<Quality | undefined> {
    const { validation, padding } = this.#prepared;
    if (validation.length === 0) return undefined;
    let loss = 0;
    let targets = 0;
    const sorted = validation.toSorted((a, b) => lengthOf(a) - lengthOf(b));
    for (const { steps, time } of pack(sorted, this.#options.batchTokens)) {
      const batch = makeBatch(steps, time, padding);
      loss += await this.#stepper.loss(batch);
      targets += batch.targetIds.length;
    }
    return quality(loss, targets, validation.length);
  }

  async #save(): Promise<Result<void, Problem>> {
    if (this.#saved === this.#progress.step) return ok(undefined);
    const path = await this.#checkpoints.save(this.#stepper.state, this.#progress);
    if (!path.ok) return path;
    this.#saved = this.#progress.step;
    this.#environment.report({ kind: 'checkpoint', step: this.#progress.step, path: path.value });
    return ok(undefined);
  }

  get #bestPath(): string {
    return join(this.#options.out, 'best.safetensors');
  }

  async #keepBest(): Promise<Result<void, Problem>> {
    const { tensors } = this.#stepper.state;
    const parameters = parametersOf(this.#prepared.config);
    const best = new Map(parameters.map(({ name, dims }) => [name, { dims, data: tensors.get(name)! }]));
    return writeSafetensors(this.#bestPath, { tensors: best, metadata: { step: String(this.#progress.step) } });
  }

  /** Saves where the training is, and writes the best model, or the last where nothing was validated. */
  async #finish(): Promise<Result<void, Problem>> {
    const { step, best } = this.#progress;
    const ended = step === this.#totalSteps && best?.step !== step && step % this.#options.validateEvery !== 0;
    const saved = await (ended ? this.#check() : this.#save());
    if (!saved.ok) return saved;
    let weights: ReadonlyMap<string, Float32Array> = this.#stepper.state.tensors;
    if (this.#progress.best !== null) {
      const stored = await readSafetensors(this.#bestPath);
      if (!stored.ok) return stored;
      weights = new Map(Array.from(stored.value.tensors, ([name, { data }]) => [name, data]));
    }
    const { config, tokenizer, prompt, train } = this.#prepared;
    const longest = train.reduce((length, { output }) => Math.max(length, output.length), 1);
    const served = { prompt, maxTokens: longest, weightType: this.#options.weightType };
    return writeModelFolder(this.#options.out, { config, tokenizer, weights }, served);
  }
}

const epochSteps = (examples: readonly Example[], { seed, batchTokens, stepTokens }: TrainingOptions, epoch: number) =>
  groupSteps(epochBatches(examples, batchTokens, seed, epoch), stepTokens);

function diverged(step: number, examples: readonly Example[], what: string): Problem {
  const lines = examples.map(({ line }) => line).toSorted((a, b) => a - b);
  const [first] = examples;
  return {
    code: 'training-diverged',
    message: `step ${step} came to ${what}, on a batch of the lines ${lines.join(', ')}`,
    ...(first && { where: { file: first.file, line: lines[0]! } }),
    hint: 'The last good checkpoint and the best model are kept. Look at these lines, or lower --learning-rate.',
  };
}
