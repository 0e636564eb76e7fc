import PQueue from 'p-queue';
import { z } from 'zod';
import type { StatedTheorem } from '../../data/benchmark/benchmark.ts';
import type { Problem } from '../../data/problem.ts';
import { goalProofstep } from '../../data/prompt-format.ts';
import type { ProofStep } from '../../data/proof-step.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { AppendLog } from '../../eval/store/append-log.ts';
import type { Lean } from '../../lean/index.ts';
import { TheoremOpener, theoremSource } from '../../proving/index.ts';
import { isHeldOut } from '../dataset/held-out.ts';
import { trainingSteps } from '../iterate/found-proofs.ts';
import { oneShotSteps, type Sources } from './one-shot.ts';

/** What came of one theorem: a line of the log. No steps where nothing closed it. */
export const BootstrapRecord = z.object({
  theorem: z.string(),
  module: z.string(),
  steps: z.array(z.object({ state: z.string(), tactic: z.string() })),
});
export type BootstrapRecord = z.infer<typeof BootstrapRecord>;

export interface BootstrapInput {
  readonly lean: Lean;
  readonly theorems: readonly StatedTheorem[];
  readonly sources: Sources;
  /** Hashes of theorems that no step may come from, or name. */
  readonly heldOut: ReadonlySet<string>;
  /** What an earlier session has tried. */
  readonly done: readonly BootstrapRecord[];
  readonly log: AppendLog;
  readonly signal: AbortSignal;
  readonly onRecord: (record: BootstrapRecord) => void;
}

/** Tries the theorems that the log lacks, as many at a time as Lean has workers. Ends early where the signal aborts. */
export async function bootstrap(input: BootstrapInput): Promise<Result<void, Problem>> {
  const { lean, log, heldOut, onRecord } = input;
  const tried = new Set(input.done.map(({ theorem }) => theorem));
  const opener = new TheoremOpener(lean);
  const stop = new AbortController();
  const signal = AbortSignal.any([input.signal, stop.signal]);
  let problem: Problem | undefined;

  const stepsFor = async (theorem: StatedTheorem) => {
    const opened = await opener.open(theoremSource(theorem), signal);
    if (!opened.ok) return [];
    using open = opened.value;
    return await oneShotSteps(lean, open.states, open.context, input.sources, signal);
  };
  const attempt = async (theorem: StatedTheorem): Promise<void> => {
    if (signal.aborted) return;
    const steps = await stepsFor(theorem);
    if (signal.aborted) return;
    const allowed = steps.filter((step) => !isHeldOut(heldOut, step) && !namesHeldOut(heldOut, step.tactic));
    const record = { theorem: theorem.id, module: theorem.module, steps: allowed };
    const stored = await log.append(record);
    if (stored.ok) return onRecord(record);
    problem ??= stored.error;
    stop.abort();
  };
  const queue = new PQueue({ concurrency: lean.workers });
  await queue.addAll(theorems(input, tried).map((theorem) => () => attempt(theorem)));
  return problem === undefined ? ok(undefined) : fail(problem);
}

const theorems = ({ theorems, heldOut }: BootstrapInput, tried: ReadonlySet<string>): readonly StatedTheorem[] =>
  theorems.filter(({ id }) => !tried.has(id) && !isHeldOut(heldOut, { theorem: id }));

const identifier = /[\p{L}_][\p{L}\p{N}_'!?₀-₉]*(?:\.[\p{L}\p{N}_'!?₀-₉]+)*/gu;

/** Does a tactic name a held-out theorem? The model is not to learn even that there is one. */
export const namesHeldOut = (heldOut: ReadonlySet<string>, tactic: string): boolean =>
  [...tactic.matchAll(identifier)].some(([theorem]) => isHeldOut(heldOut, { theorem }));

/** The steps of a log as training data. */
export const stepsOf = (records: readonly BootstrapRecord[]): ProofStep[] =>
  trainingSteps(
    records.map((record) => ({ ...record, split: 'train' })),
    goalProofstep,
  );
