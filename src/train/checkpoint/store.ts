import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { fileProblem } from '../../data/text-file.ts';
import type { Parameter } from '../model/parameters.ts';
import { stateTensors, type TrainingState } from '../step/state.ts';
import { readSafetensors, type StoredTensors, writeSafetensors } from './safetensors.ts';

/** Where a training is: all that decides how it goes on, beside the tensors. */
export const Progress = z.object({
  /** Optimizer steps made. */
  step: z.int().nonnegative(),
  /** The pass over the examples, and how many steps of it are done. */
  epoch: z.int().nonnegative(),
  stepsOfEpoch: z.int().nonnegative(),
  /** Tokens trained on, padding left out, and seconds that it took, over all sessions. */
  tokens: z.number().nonnegative(),
  seconds: z.number().nonnegative(),
  /** The lowest validation loss so far, and how many validations came after it. */
  best: z.object({ step: z.int(), loss: z.number() }).nullable(),
  validationsSinceBest: z.int().nonnegative(),
});
export type Progress = z.infer<typeof Progress>;

export const startOfTraining: Progress = {
  step: 0,
  epoch: 0,
  stepsOfEpoch: 0,
  tokens: 0,
  seconds: 0,
  best: null,
  validationsSinceBest: 0,
};

/** What a checkpoint belongs to: the settings that must not change when it is resumed, by name. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

export interface Checkpoint {
  readonly state: TrainingState;
  readonly progress: Progress;
}

const pattern = /^step-(\d{8})\.safetensors$/;

/** The checkpoints of one training, in a folder, the last `keep` of them. */
export class CheckpointStore {
  readonly #folder: string;
  readonly #parameters: readonly Parameter[];
  readonly #settings: Settings;
  readonly #keep: number;

  constructor(folder: string, parameters: readonly Parameter[], settings: Settings, keep: number) {
    this.#folder = folder;
    this.#parameters = parameters;
    this.#settings = settings;
    this.#keep = keep;
  }

  /** Writes a checkpoint, then removes the oldest beyond those to keep. Returns its path. */
  async save(state: TrainingState, progress: Progress): Promise<Result<string, Problem>> {
    const path = join(this.#folder, `step-${String(progress.step).padStart(8, '0')}.safetensors`);
    const metadata = { settings: JSON.stringify(this.#settings), progress: JSON.stringify(progress) };
    try {
      await mkdir(this.#folder, { recursive: true });
    } catch (error) {
      return fail(fileProblem(error, this.#folder, 'write'));
    }
    const written = await writeSafetensors(path, { tensors: this.#stored(state), metadata });
    if (!written.ok) return written;
    for (const old of (await this.#list()).slice(0, -this.#keep)) await rm(join(this.#folder, old), { force: true });
    return ok(path);
  }

  /** The last checkpoint; `undefined` where there is none. One of other settings is a problem that names them. */
  async load(): Promise<Result<Checkpoint | undefined, Problem>> {
    const last = (await this.#list()).at(-1);
    if (last === undefined) return ok(undefined);
    const path = join(this.#folder, last);
    const stored = await readSafetensors(path);
    if (!stored.ok) return stored;
    const difference = this.#difference(stored.value);
    if (difference !== undefined) {
      return fail({
        code: 'other-configuration',
        message: `${path} belongs to a training with other settings: ${difference}`,
        where: { file: path },
        hint: 'Resume with the settings that it was begun with, or train into another folder.',
      });
    }
    const progress = Progress.parse(JSON.parse(stored.value.metadata.progress!));
    const tensors = new Map(Array.from(stored.value.tensors, ([name, { data }]) => [name, data]));
    return ok({ state: { tensors, step: progress.step }, progress });
  }

  /** For a training that begins: a folder with checkpoints already is a problem, as these would be mixed up. */
  async none(): Promise<Result<undefined, Problem>> {
    if ((await this.#list()).length === 0) return ok(undefined);
    return fail({
      code: 'folder-in-use',
      message: `${this.#folder} holds checkpoints of a training already`,
      where: { file: this.#folder },
      hint: 'Go on with it (--resume), or train into another folder.',
    });
  }

  #stored(state: TrainingState): StoredTensors['tensors'] {
    const entries = stateTensors(this.#parameters);
    return new Map(entries.map(({ name, dims }) => [name, { dims, data: state.tensors.get(name)! }]));
  }

  /** The first setting or tensor in which a file is not of this training. */
  #difference({ metadata, tensors }: StoredTensors): string | undefined {
    const stored: Partial<Settings> = JSON.parse(metadata.settings ?? '{}');
    for (const [name, value] of Object.entries(this.#settings)) {
      if (stored[name] !== value) return `${name} was ${stored[name]} and is ${value}`;
    }
    return stateTensors(this.#parameters)
      .filter(({ name, dims }) => tensors.get(name)?.dims.join() !== dims.join())
      .map(({ name }) => `${name} is missing or of another shape`)
      .at(0);
  }

  async #list(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names.filter((name) => pattern.test(name)).toSorted();
  }
}
