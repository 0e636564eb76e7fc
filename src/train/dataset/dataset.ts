import { z } from 'zod';
import { parseJsonl } from '../../data/jsonl.ts';
import type { Problem } from '../../data/problem.ts';
import { proofStep } from '../../data/proof-step.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { deriveSeed } from '../../data/seed.ts';
import { readText } from '../../data/text-file.ts';
import { isHeldOut, namesHeldOut } from './held-out.ts';

/** What the trainer needs of a line: the pair; and, for keeping splits apart, where the step comes from. */
const StepRecord = z.object({
  input: z.string().min(1),
  output: z.string().min(1),
  split: z.string().optional(),
  theorem: z.string().optional(),
  state: z.string().optional(),
});
export type StepRecord = z.infer<typeof StepRecord>;

/** A line of a log of proofs, as `bootstrap` and `iterate` keep them: a theorem, and steps that were found for it. */
const ProofRecord = z.object({
  theorem: z.string(),
  module: z.string().default(''),
  split: z.string().default('train'),
  steps: z.array(z.object({ state: z.string(), tactic: z.string() })),
});

/** A step, and the line of the dataset that it stands on. */
export interface DatasetStep extends StepRecord {
  readonly file: string;
  readonly line: number;
}

export interface Dataset {
  readonly train: readonly DatasetStep[];
  readonly validation: readonly DatasetStep[];
  /** Steps of logs that were left out, as they belong to a held-out theorem or name one. */
  readonly leftOut: number;
}

const validationSplits = new Set(['val', 'valid', 'validation', 'dev']);
const trainingSplits = new Set(['train', undefined]);

/**
 * Reads proof steps, and logs of proofs, of several files; equal pairs count once. Steps of the validation split are kept
 * for validation. A log is a store that serves several splits: what is held out from this training is left out of it,
 * and counted. Steps were made for one training: one that is held out there, or of any other split, is refused.
 */
export async function readDataset(
  paths: readonly string[],
  heldOut: ReadonlySet<string>,
): Promise<Result<Dataset, Problem>> {
  const steps = new Map<string, DatasetStep>();
  let leftOut = 0;
  for (const path of paths) {
    const read = await readFile(path, heldOut);
    if (!read.ok) return read;
    leftOut += read.value.leftOut;
    for (const step of read.value.steps) {
      const key = JSON.stringify([step.input, step.output]);
      if (!steps.has(key)) steps.set(key, step);
    }
  }
  const [validation = [], train = []] = [true, false].map((wanted) =>
    [...steps.values()].filter((step) => isValidation(step) === wanted),
  );
  if (train.length > 0) return ok({ train, validation, leftOut });
  return fail({
    code: 'empty-dataset',
    message: `${paths.join(', ')} ${paths.length === 1 ? 'holds' : 'hold'} no training steps`,
    where: { file: paths[0]! },
    hint: 'Make some with `ariadne extract`, or with `ariadne export` from a run that proved theorems.',
  });
}

/** Does a training with this seed keep a theorem, or a module, with all that comes from it, to validate on? */
export const isKeptForValidation = (name: string, share: number, seed: number): boolean =>
  deriveSeed(seed, 'validation', name) < share * 2 ** 32;

type InSplit = Pick<StepRecord, 'split'>;

export const isValidation = ({ split }: InSplit): boolean => split !== undefined && validationSplits.has(split);

/** May it be trained on, for all that its split says? */
export const isTraining = ({ split }: InSplit): boolean => trainingSplits.has(split);

async function readFile(path: string, heldOut: ReadonlySet<string>): Promise<ReturnType<typeof readSteps>> {
  const text = await readText(path);
  if (!text.ok) return text;
  // A file is of one kind throughout, so that a line that is neither is told what it lacks of that kind.
  return isLog(text.value) ? readLog(text.value, path, heldOut) : readSteps(text.value, path, heldOut);
}

/** Which theorems the logs of proofs among some files tried, and whether they have steps for them. */
export async function readTried(paths: readonly string[]): Promise<Result<ReadonlyMap<string, boolean>, Problem>> {
  const tried = new Map<string, boolean>();
  for (const path of paths) {
    const text = await readText(path);
    if (!text.ok) return text;
    if (!isLog(text.value)) continue;
    const records = parseJsonl(text.value, ProofRecord, path);
    if (!records.ok) return records;
    for (const { record } of records.value) {
      tried.set(record.theorem, tried.get(record.theorem) === true || record.steps.length > 0);
    }
  }
  return ok(tried);
}

/** Does the first line hold a theorem with its steps? */
const isLog = (text: string): boolean => /^\s*\{[^\n]*"steps":\s*\[/.test(text);

function readLog(text: string, path: string, heldOut: ReadonlySet<string>): ReturnType<typeof readSteps> {
  const records = parseJsonl(text, ProofRecord, path);
  if (!records.ok) return records;
  const steps = records.value.flatMap(({ line, record }) =>
    record.steps.map((step) => ({ ...proofStep({ ...record, ...step }), file: path, line })),
  );
  const isOut = (step: DatasetStep) => isHeldOut(heldOut, step) || namesHeldOut(heldOut, step.output);
  const allowed = steps.filter((step) => !isOut(step));
  return ok({ steps: allowed, leftOut: steps.length - allowed.length });
}

function readSteps(
  text: string,
  path: string,
  heldOut: ReadonlySet<string>,
): Result<{ readonly steps: readonly DatasetStep[]; readonly leftOut: number }, Problem> {
  const records = parseJsonl(text, StepRecord, path);
  if (!records.ok) return records;
  const wrong = records.value.find(
    ({ record }) => isHeldOut(heldOut, record) || !(isValidation(record) || isTraining(record)),
  );
  if (wrong !== undefined) return fail(heldOutStep(wrong.record, path, wrong.line));
  return ok({ steps: records.value.map(({ record, line }) => ({ ...record, file: path, line })), leftOut: 0 });
}

/** What is said of a line that must not be trained on. */
export const heldOutStep = ({ theorem }: Pick<StepRecord, 'theorem'>, path: string, line: number): Problem => ({
  code: 'held-out-step',
  message: `line ${line} of ${path} is a step of the held-out theorem ${theorem ?? '(unnamed)'}`,
  where: { file: path, line },
  hint: 'Remove the steps of theorems that results are measured on.',
});
