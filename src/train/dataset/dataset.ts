import { z } from 'zod';
import { parseJsonl } from '../../data/jsonl.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { readText } from '../../data/text-file.ts';
import { isHeldOut } from './held-out.ts';

/** What the trainer needs of a line: the pair; and, for keeping splits apart, where the step comes from. */
const StepRecord = z.object({
  input: z.string().min(1),
  output: z.string().min(1),
  split: z.string().optional(),
  theorem: z.string().optional(),
  state: z.string().optional(),
});
export type StepRecord = z.infer<typeof StepRecord>;

/** A step, and the line of the dataset that it stands on. */
export interface DatasetStep extends StepRecord {
  readonly file: string;
  readonly line: number;
}

export interface Dataset {
  readonly train: readonly DatasetStep[];
  readonly validation: readonly DatasetStep[];
}

const validationSplits = new Set(['val', 'valid', 'validation', 'dev']);
const trainingSplits = new Set(['train', undefined]);

/**
 * Reads proof steps. Those of the validation split are kept for validation; a step of any other split than these two,
 * or one that the manifest of held-out hashes knows, is refused.
 */
export async function readDataset(path: string, heldOut: ReadonlySet<string>): Promise<Result<Dataset, Problem>> {
  const text = await readText(path);
  if (!text.ok) return text;
  const records = parseJsonl(text.value, StepRecord, path);
  if (!records.ok) return records;
  const train: DatasetStep[] = [];
  const validation: DatasetStep[] = [];
  for (const { line, record } of records.value) {
    const isValidation = record.split !== undefined && validationSplits.has(record.split);
    if (isHeldOut(heldOut, record) || !(isValidation || trainingSplits.has(record.split))) {
      return fail({
        code: 'held-out-step',
        message: `line ${line} of ${path} is a step of the held-out theorem ${record.theorem ?? '(unnamed)'}`,
        where: { file: path, line },
        hint: 'Remove the steps of theorems that results are measured on.',
      });
    }
    (isValidation ? validation : train).push({ ...record, file: path, line });
  }
  if (train.length > 0) return ok({ train, validation });
  return fail({
    code: 'empty-dataset',
    message: `${path} holds no training steps`,
    where: { file: path },
    hint: 'Make some with `ariadne extract`, or with `ariadne export` from a run that proved theorems.',
  });
}
