import { z } from 'zod';
import { parseJsonl } from '../../data/jsonl.ts';
import type { Problem } from '../../data/problem.ts';
import { proofStep } from '../../data/proof-step.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { readText } from '../../data/text-file.ts';
import { NegativeStep } from '../extract/step-record.ts';
import { type Dataset, type DatasetStep, heldOutStep, isTraining, isValidation } from './dataset.ts';
import { isHeldOut, namesHeldOut } from './held-out.ts';

/** A line of what `extract --negatives` writes; others may leave out what a training can do without. */
const Negative = NegativeStep.extend({
  module: z.string().default(''),
  split: z.string().default('train'),
  tactic: z.string().min(1),
});
type Negative = z.infer<typeof Negative>;

/** Refused tactics kept of a state: the likeliest, as a model has nothing to unlearn of those that it would not write. */
const keptOfState = 4;

/** A tactic that only ran out of time may be a good one. */
const isRefusal = ({ outcome }: Negative): boolean => outcome !== 'timeout';

/**
 * Reads tactics that searches found to lead nowhere, as steps that are not to be written. None that is among the steps of the
 * dataset or from a theorem that is validated on, none that names a held-out theorem; that one comes from a held-out theorem, or from a split
 * that is neither for training nor for validation, is a problem.
 */
export async function readRefused(
  paths: readonly string[],
  heldOut: ReadonlySet<string>,
  { train, validation }: Dataset,
): Promise<Result<readonly DatasetStep[], Problem>> {
  const seen = new Set(train.map(({ input, output }) => pair(input, output)));
  const validated = new Set(validation.flatMap(({ theorem }) => theorem ?? []));
  const byState = new Map<string, { step: DatasetStep; logProbability: number }[]>();
  for (const path of paths) {
    const text = await readText(path);
    if (!text.ok) return text;
    const parsed = parseJsonl(text.value, Negative, path);
    if (!parsed.ok) return parsed;
    for (const { record, line } of parsed.value) {
      const isKept = isValidation(record) || validated.has(record.theorem);
      if (isHeldOut(heldOut, record) || !(isKept || isTraining(record))) return fail(heldOutStep(record, path, line));
      const step = { ...proofStep(record), file: path, line };
      if (!isRefusal(record) || isKept) continue;
      if (seen.has(pair(step.input, step.output)) || namesHeldOut(heldOut, step.output)) continue;
      seen.add(pair(step.input, step.output));
      const others = byState.get(step.input) ?? [];
      byState.set(step.input, others);
      others.push({ step, logProbability: record.logProbability ?? Number.NEGATIVE_INFINITY });
    }
  }
  return ok([...byState.values()].flatMap(likeliest));
}

const pair = (input: string, output: string): string => JSON.stringify([input, output]);

const likeliest = (steps: readonly { step: DatasetStep; logProbability: number }[]): DatasetStep[] =>
  steps
    .toSorted((a, b) => b.logProbability - a.logProbability)
    .slice(0, keptOfState)
    .map(({ step }) => step);
