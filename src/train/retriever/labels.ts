import { parseJsonl } from '../../data/jsonl.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { readText } from '../../data/text-file.ts';
import { type Passage, statePassage } from '../../premises/dense/passage.ts';
import { type PremiseIndex, PremiseLabel } from '../../premises/index.ts';
import { isHeldOut } from '../dataset/held-out.ts';

/** A label to train on: its premises as places in the index. */
export interface TrainingLabel {
  readonly theorem: string;
  readonly module: string;
  /** The goal as it is asked about. */
  readonly passage: Passage;
  readonly positives: readonly number[];
  readonly file: string;
  readonly line: number;
}

export interface TrainingLabels {
  readonly labels: readonly TrainingLabel[];
  /** Labels of held-out theorems, and of theorems that state the same as one. */
  readonly leftOut: number;
}

/**
 * Reads what proofs used. A file of labels serves several splits: with `heldOut`, all labels are trained on but those of
 * theorems and states that it knows; without it, only those that say that they are of the training split. Whatever
 * states the same as a label that is left out is left out, too. A theorem is never its own premise.
 */
export async function readLabels(
  paths: readonly string[],
  index: PremiseIndex,
  heldOut: ReadonlySet<string> | undefined,
): Promise<Result<TrainingLabels, Problem>> {
  const records: { readonly file: string; readonly line: number; readonly record: PremiseLabel }[] = [];
  for (const file of paths) {
    const text = await readText(file);
    if (!text.ok) return text;
    const read = parseJsonl(text.value, PremiseLabel, file);
    if (!read.ok) return read;
    for (const { line, record } of read.value) records.push({ file, line, record });
  }
  const isOut = (record: PremiseLabel): boolean =>
    heldOut === undefined ? record.split !== 'train' : isHeldOut(heldOut, record);
  const outside = new Set(records.flatMap(({ record }) => (isOut(record) ? [record.statementHash] : [])));
  const allowed = records.filter(({ record }) => !isOut(record) && !outside.has(record.statementHash));
  const labels = allowed.flatMap(({ file, line, record }): TrainingLabel[] => {
    const { theorem, module } = record;
    const places = record.premises.filter((name) => name !== theorem).map((name) => index.placeOf(name));
    const positives = [...new Set(places.filter((place) => place !== undefined))];
    return positives.length === 0 ? [] : [{ theorem, module, passage: statePassage(record), positives, file, line }];
  });
  if (labels.length > 0) return ok({ labels, leftOut: records.length - allowed.length });
  return fail({
    code: 'empty-dataset',
    message: `${paths.join(', ')}: no label names a premise of the library that may be trained on`,
    ...(paths[0] !== undefined && { where: { file: paths[0] } }),
    hint: 'Are these labels of this library, and are not all of their theorems held out?',
  });
}
