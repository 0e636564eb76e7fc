import { z } from 'zod';
import type { StatedTheorem } from '../../data/benchmark/benchmark.ts';
import type { Problem } from '../../data/problem.ts';
import { goalProofstep } from '../../data/prompt-format.ts';
import type { ProofStep } from '../../data/proof-step.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { type Parallel, parallelQueue } from '../../eval/parallel.ts';
import type { AppendLog } from '../../store/append-log.ts';
import { isHeldOut, namesHeldOut } from '../dataset/held-out.ts';
import { trainingSteps } from '../iterate/training-proofs.ts';
import type { StepFinder } from './step-finder.ts';

/** What came of one theorem: a line of the log. No steps where nothing closed it. */
export const BootstrapRecord = z.object({
  theorem: z.string(),
  module: z.string(),
  steps: z.array(z.object({ state: z.string(), tactic: z.string() })),
  /** Why it could not be tried. */
  error: z.string().optional(),
});
export type BootstrapRecord = z.infer<typeof BootstrapRecord>;

export interface BootstrapInput {
  readonly finder: StepFinder;
  /** Theorems that are tried at a time. */
  readonly parallel: Parallel;
  readonly theorems: readonly StatedTheorem[];
  /** Hashes of theorems that no step may come from, or name. */
  readonly heldOut: ReadonlySet<string>;
  /** What an earlier session has tried. */
  readonly done: readonly BootstrapRecord[];
  readonly log: AppendLog;
  readonly signal: AbortSignal;
  readonly onRecord: (record: BootstrapRecord) => void;
}

/** Tries the theorems that the log lacks. Ends early where the signal aborts. */
export async function bootstrap(input: BootstrapInput): Promise<Result<void, Problem>> {
  const { finder, log, heldOut, onRecord, parallel } = input;
  const tried = new Set(input.done.map(({ theorem }) => theorem));
  const stop = new AbortController();
  const signal = AbortSignal.any([input.signal, stop.signal]);
  let problem: Problem | undefined;

  const attempt = async (theorem: StatedTheorem): Promise<void> => {
    if (signal.aborted) return;
    const found = await finder.find(theorem, signal);
    if (found.kind === 'cancelled') return;
    if (found.kind === 'stopped') {
      problem ??= found.problem;
      return stop.abort();
    }
    const { steps, error, onStored } = found;
    const allowed = steps.filter((step) => !isHeldOut(heldOut, step) && !namesHeldOut(heldOut, step.tactic));
    const record = {
      theorem: theorem.id,
      module: theorem.module,
      steps: allowed,
      ...(error !== undefined && { error }),
    };
    const stored = await log.append(record);
    if (stored.ok) {
      await onStored?.();
      return onRecord(record);
    }
    problem ??= stored.error;
    stop.abort();
  };
  const queue = parallelQueue(parallel);
  await queue.addAll(theorems(input, tried).map((theorem) => () => attempt(theorem)));
  return problem === undefined ? ok(undefined) : fail(problem);
}

const theorems = ({ theorems, heldOut }: BootstrapInput, tried: ReadonlySet<string>): readonly StatedTheorem[] =>
  theorems.filter(({ id }) => !tried.has(id) && !isHeldOut(heldOut, { theorem: id }));

/** The steps of a log as training data. */
export const stepsOf = (records: readonly BootstrapRecord[]): ProofStep[] =>
  trainingSteps(
    records.map((record) => ({ ...record, split: 'train' })),
    goalProofstep,
  );
