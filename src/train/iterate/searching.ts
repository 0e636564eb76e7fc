import { join } from 'node:path';
import type { Benchmark, BenchmarkTheorem } from '../../data/benchmark/benchmark.ts';
import type { Problem } from '../../data/problem.ts';
import { stepsOfProof } from '../../data/proof-step.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { isProved } from '../../eval/attempt.ts';
import { type EvaluationEvent, evaluate } from '../../eval/evaluate.ts';
import { LeanProver } from '../../eval/lean-prover/lean-prover.ts';
import { replHash } from '../../eval/lean-prover/repl-hash.ts';
import type { RunConfig, RunSession } from '../../eval/manifest.ts';
import { openRemoteProving, type ProvingParts, type QueueUse } from '../../eval/queue/remote/remote-proving.ts';
import { runFiles } from '../../eval/store/run.ts';
import { RunWriter } from '../../eval/store/run-writer.ts';
import { TraceArchive } from '../../eval/store/trace-log.ts';
import { createGenerator, type GeneratorOptions } from '../../generator/index.ts';
import type { Lean } from '../../lean/index.ts';
import type { Score } from './round.ts';
import type { PlannedTheorem } from './round-plan.ts';
import type { TrainingProof } from './training-proofs.ts';

/** What all searches of an iteration share. */
export interface SearchSettings {
  readonly lean: Lean;
  readonly session: RunSession;
  /** Tactics tried on a goal at first. */
  readonly candidates: number;
  /** Budget of an attempt at a new theorem. */
  readonly checks: number;
  readonly seconds: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly onEvent: (event: EvaluationEvent) => void;
  /** Where the workers of a queue search, in place of `lean`; the limits are those of its tactics. */
  readonly queue?: QueueUse & Pick<ProvingParts, 'limits'>;
}

/** Searches some theorems once, as a run in a folder that is taken up where it stopped; `undefined` if it was stopped. */
async function searchOnce(
  settings: SearchSettings,
  folder: string,
  {
    theorems,
    budgetFactor,
    model,
  }: { theorems: readonly BenchmarkTheorem[]; budgetFactor: number; model: string | null },
): Promise<Result<RunWriter['attempts'] | undefined, Problem>> {
  const { lean, session, signal, now, onEvent, candidates, seed } = settings;
  const generatorOptions = generatorWith(model);
  const generator = await createGenerator(generatorOptions);
  if (!generator.ok) return generator;
  try {
    const config: RunConfig = {
      benchmark: { name: 'iteration', split: '', hash: '', theorems: theorems.length },
      ...{ attempts: 1, ks: [1], seed },
      budgets: { checks: settings.checks * budgetFactor, seconds: settings.seconds * budgetFactor },
      generator: generator.value.name,
      prover: { candidates },
      lean: { version: lean.version.leanVersion, githash: lean.version.githash, repl: replHash(lean) },
    };
    const writer = await RunWriter.open(folder, { config, theorems, session });
    if (!writer.ok) return writer;
    await using run = writer.value;
    await using stack = new AsyncDisposableStack();
    const here = {
      prover: new LeanProver({ lean, generator: generator.value, search: { candidates } }),
      parallel: lean.workers,
    };
    const { queue } = settings;
    const ordered = { options: generatorOptions, name: generator.value.name };
    const proving =
      queue === undefined
        ? ok(here)
        : await openRemoteProving(queue, { lean, limits: queue.limits, generator: ordered, candidates }, run, theorems);
    if (!proving.ok) return proving;
    if (Symbol.asyncDispose in proving.value) stack.use(proving.value);
    const summary = await evaluate({ run, theorems, ...proving.value, retryErrors: false, signal, onEvent, now });
    if (!summary.ok) return summary;
    return ok(signal.aborted ? undefined : run.attempts);
  } finally {
    await generator.value.close();
  }
}

/** The portfolio, with the model beside it, if there is one. */
function generatorWith(model: string | null): GeneratorOptions {
  const portfolio = { weight: 1, generator: { kind: 'portfolio' } } as const;
  if (model === null) return portfolio.generator;
  return { kind: 'mix', parts: [portfolio, { weight: 1, generator: { kind: 'onnx', model } }] };
}

/** Searches the planned theorems, those of equal budgets in one run, and reads the proofs out of the runs. */
export async function searchTheorems(
  settings: SearchSettings,
  theorems: ReadonlyMap<string, BenchmarkTheorem>,
  request: { folder: string; model: string | null; theorems: readonly PlannedTheorem[]; seed: number },
): Promise<Result<readonly TrainingProof[] | undefined, Problem>> {
  const proofs: TrainingProof[] = [];
  for (const [budgetFactor, planned] of Map.groupBy(request.theorems, (theorem) => theorem.budgetFactor)) {
    const folder = join(request.folder, `budget-x${budgetFactor}`);
    const wanted = planned.flatMap(({ id }) => theorems.get(id) ?? []);
    const search = { theorems: wanted, budgetFactor, model: request.model };
    const attempts = await searchOnce({ ...settings, seed: request.seed }, folder, search);
    if (!attempts.ok || attempts.value === undefined) return attempts.ok ? ok(undefined) : attempts;
    const proved = attempts.value.filter(isProved).flatMap(({ theorem }) => theorems.get(theorem) ?? []);
    const found = await proofsIn(folder, proved);
    if (!found.ok) return found;
    proofs.push(...found.value);
  }
  return ok(proofs);
}

async function proofsIn(
  folder: string,
  proved: readonly BenchmarkTheorem[],
): Promise<Result<TrainingProof[], Problem>> {
  const archive = await TraceArchive.open(runFiles(folder).traces);
  if (!archive.ok) return archive;
  await using traces = archive.value;
  const proofs: TrainingProof[] = [];
  for (const { id: theorem, module } of proved) {
    const trace = await traces.read(theorem, 0);
    if (!trace.ok) return trace;
    if (trace.value === undefined) continue;
    const origin = { theorem, module, split: 'train' };
    const steps = stepsOfProof(trace.value, origin).map(({ state, tactic, logProbability }) => ({
      state,
      tactic,
      ...(logProbability !== undefined && { logProbability }),
    }));
    proofs.push({ ...origin, steps });
  }
  return ok(proofs);
}

/** Searches the validation theorems; always with the same seed and the same budget. */
export async function scoreModel(
  settings: SearchSettings,
  benchmark: Benchmark,
  request: { folder: string; model: string | null },
): Promise<Result<Score | undefined, Problem>> {
  const search = { theorems: benchmark.theorems, budgetFactor: 1, model: request.model };
  const attempts = await searchOnce(settings, request.folder, search);
  if (!attempts.ok || attempts.value === undefined) return attempts.ok ? ok(undefined) : attempts;
  return ok({ solved: attempts.value.filter(isProved).length, total: benchmark.theorems.length });
}

/** A training theorem must not be one of those that the models are measured on. */
export function disjoint(train: Benchmark, valid: Benchmark): Result<void, Problem> {
  const measured = new Set(valid.theorems.map(({ id }) => id));
  const shared = train.theorems.find(({ id }) => measured.has(id));
  if (shared === undefined) return ok(undefined);
  return fail({
    code: 'held-out-step',
    message: `the theorem ${shared.id} is a training theorem and a validation theorem`,
    hint: 'Choose two splits that share no theorem.',
  });
}
