import { join } from 'node:path';
import { formatJsonl } from '../../data/jsonl.ts';
import type { Problem } from '../../data/problem.ts';
import { goalProofstep } from '../../data/prompt-format.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { deriveSeed } from '../../data/seed.ts';
import { writeText } from '../../store/write-text.ts';
import { namesHeldOut } from '../dataset/held-out.ts';
import {
  bestRound,
  historyOf,
  type RoundRecord,
  readProofs,
  readRounds,
  roundFolder,
  type Score,
  writeProofs,
  writeRound,
} from './round.ts';
import { type PlannedTheorem, planRound, type TheoremHistory } from './round-plan.ts';
import { shortestProofs, type TrainingProof, trainingSteps } from './training-proofs.ts';

/**
 * What an iteration is made of. Each tool resumes in its folder: called again with the same request, it goes on where
 * it was cut off. `undefined` as a result says that it was stopped.
 */
export interface IterationTools {
  /** Searches theorems, with the portfolio and the model, if there is one; answers with all proofs found in the folder. */
  search(request: {
    readonly folder: string;
    readonly model: string | null;
    readonly theorems: readonly PlannedTheorem[];
    readonly seed: number;
  }): Promise<Result<readonly TrainingProof[] | undefined, Problem>>;
  /** Trains a model on a dataset, into the folder. */
  train(request: {
    readonly folder: string;
    readonly data: string;
    readonly from: string | null;
  }): Promise<Result<true | undefined, Problem>>;
  /** Searches the validation theorems at the fixed budget. */
  validate(request: {
    readonly folder: string;
    readonly model: string | null;
  }): Promise<Result<Score | undefined, Problem>>;
}

export interface IterationOptions {
  readonly folder: string;
  /** Training theorems by name. */
  readonly theorems: readonly string[];
  /** Goals searched in a round. */
  readonly theoremsPerRound: number;
  /** Rounds at most. */
  readonly rounds: number;
  /** Rounds without gain before it stops. */
  readonly patience: number;
  /** Proofs kept of each theorem. */
  readonly proofsPerTheorem: number;
  /** Is each model trained further from the best one, or from random weights? */
  readonly continueModel: boolean;
  /** The model that the first round searches with; `null` for the portfolio alone. */
  readonly firstModel: string | null;
  /** How theorems fared before the first round. */
  readonly known: ReadonlyMap<string, TheoremHistory>;
  /** Hashes of theorems that no step may come from, or name. */
  readonly heldOut: ReadonlySet<string>;
  readonly seed: number;
}

export interface IterationResult {
  readonly reason: 'finished' | 'converged' | 'stopped';
  readonly rounds: readonly RoundRecord[];
}

/**
 * Expert iteration (Anthony et al. 2017; Polu et al. 2022): search the training theorems, train on the proofs found, keep
 * the better model, and again. Round 0 measures what is solved with what there is before. Every round is a folder; an iteration
 * that was cut off goes on where it was.
 */
export async function iterate(
  options: IterationOptions,
  tools: IterationTools,
  report: (record: RoundRecord) => void,
): Promise<Result<IterationResult, Problem>> {
  const read = await readRounds(options.folder);
  if (!read.ok) return read;
  const rounds = read.value;
  for (const record of rounds) report(record);
  while (rounds.length <= options.rounds) {
    const best = bestRound(rounds);
    if (best && rounds.length - 1 - best.round >= options.patience) return ok({ reason: 'converged', rounds });
    const record = await playRound(options, tools, rounds);
    if (!record.ok) return record;
    if (record.value === undefined) return ok({ reason: 'stopped', rounds });
    const written = await writeRound(options.folder, record.value);
    if (!written.ok) return written;
    rounds.push(record.value);
    report(record.value);
  }
  return ok({ reason: 'finished', rounds });
}

async function playRound(
  options: IterationOptions,
  tools: IterationTools,
  rounds: readonly RoundRecord[],
): Promise<Result<RoundRecord | undefined, Problem>> {
  const round = rounds.length;
  const folder = roundFolder(options.folder, round);
  const best = bestRound(rounds);
  if (best === undefined) {
    const model = options.firstModel;
    const score = await tools.validate({ folder: join(folder, 'valid'), model });
    if (!score.ok || score.value === undefined) return score.ok ? ok(undefined) : score;
    return ok({
      ...{ round, searchedWith: null, theorems: [], proved: [], steps: 0, model },
      score: score.value,
      best: true,
    });
  }

  const seed = deriveSeed(options.seed, 'round', round);
  const theorems = planRound(options.theorems, historyOf(rounds, options.known), options.theoremsPerRound, seed);
  const found = await tools.search({ folder: join(folder, 'search'), model: best.model, theorems, seed });
  if (!found.ok || found.value === undefined) return found.ok ? ok(undefined) : found;
  const earlier = await readProofs(options.folder, rounds);
  if (!earlier.ok) return earlier;
  const kept = await writeProofs(options.folder, round, found.value);
  if (!kept.ok) return kept;
  const proofs = shortestProofs([...earlier.value, ...found.value], options.proofsPerTheorem);
  const steps = trainingSteps(proofs, goalProofstep).filter(({ tactic }) => !namesHeldOut(options.heldOut, tactic));
  if (steps.length === 0) {
    return fail({
      code: 'no-proofs',
      message: `round ${round} proved none of its ${theorems.length} theorems, so that there is nothing to train on`,
      where: { file: folder },
      hint: 'Give larger budgets (--checks), or easier theorems.',
    });
  }
  const data = join(folder, 'steps.jsonl.gz');
  const written = await writeText(data, formatJsonl(steps));
  if (!written.ok) return written;

  const model = join(folder, 'model');
  const trained = await tools.train({ folder: model, data, from: options.continueModel ? best.model : null });
  if (!trained.ok || trained.value === undefined) return trained.ok ? ok(undefined) : trained;
  const score = await tools.validate({ folder: join(folder, 'valid'), model });
  if (!score.ok || score.value === undefined) return score.ok ? ok(undefined) : score;
  const proved = [...new Set(found.value.map(({ theorem }) => theorem))];
  return ok({
    ...{ round, searchedWith: best.model, theorems, proved, steps: steps.length, model },
    score: score.value,
    best: score.value.solved > best.score.solved,
  });
}
