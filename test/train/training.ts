import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Problem } from '../../src/data/problem.ts';
import { goalProofstep, renderInput, renderOutput } from '../../src/data/prompt-format.ts';
import type { Result } from '../../src/data/result.ts';
import type { TrainingEvent, TrainingResult } from '../../src/train/events.ts';
import { defaultOptions, type TrainingOptions } from '../../src/train/options.ts';
import { train } from '../../src/train/trainer.ts';

export interface Step {
  readonly theorem: string;
  readonly state: string;
  readonly tactic: string;
  readonly split?: string;
}

const tactics = [
  'simp',
  'omega',
  'rfl',
  'intro h',
  'constructor',
  'exact Nat.le_refl n',
  'rw [Nat.add_comm]',
  'cases h',
];

/** States that differ in small ways, each with a tactic that cannot be guessed from the others. */
export const someSteps = (count: number): Step[] =>
  Array.from({ length: count }, (_, i) => ({
    theorem: `T.t${i}`,
    state: `n m : Nat\nh : n * ${(i * 7) % 50} ≤ m\n⊢ n + ${i} ≤ m + ${(i * 13) % 29}`,
    tactic: `${tactics[(i * 5 + Math.floor(i / 8)) % tactics.length]}${i % 3 === 0 ? ` at h${i % 10}` : ''}`,
  }));

export const stepLine = ({ theorem, state, tactic, split = 'train' }: Step): string =>
  JSON.stringify({
    input: renderInput(goalProofstep, state),
    output: renderOutput(goalProofstep, tactic),
    ...{ theorem, module: '', split, state, tactic },
  });

/** A folder that goes away with the test. */
export async function temporaryFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ariadne-train-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a dataset and returns options for a model that trains in seconds. */
export async function tinyTraining(
  folder: string,
  steps: readonly Step[],
  options: Partial<TrainingOptions> = {},
): Promise<TrainingOptions> {
  const data = join(folder, 'steps.jsonl');
  await writeFile(data, steps.map((step) => `${stepLine(step)}\n`).join(''));
  return {
    ...defaultOptions,
    data: [data],
    out: join(folder, 'model'),
    model: { hidden: 32, layers: 2, heads: 2, keyValueHeads: 1, inner: 64, context: 96 },
    merges: 100,
    steps: 8,
    stepTokens: 1024,
    batchTokens: 512,
    learningRate: 4e-3,
    validationShare: 0,
    validateEvery: 4,
    ...options,
  };
}

export interface Run {
  readonly result: Result<TrainingResult, Problem>;
  readonly events: readonly TrainingEvent[];
  /** The loss of each step. */
  readonly losses: readonly number[];
}

/** Trains with a clock that stands for time; `stopAfter` aborts after that step. */
export async function runTraining(options: TrainingOptions, stopAfter?: number): Promise<Run> {
  const events: TrainingEvent[] = [];
  const stop = new AbortController();
  let time = 1.7e12;
  const result = await train(options, {
    now: () => {
      time += 10;
      return time;
    },
    signal: stop.signal,
    report: (event) => {
      events.push(event);
      if (event.kind === 'step' && event.step === stopAfter) stop.abort();
    },
  });
  return { result, events, losses: events.flatMap((event) => (event.kind === 'step' ? [event.loss] : [])) };
}
