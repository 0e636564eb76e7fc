import type { Attemptable, BenchmarkTheorem, StatedTheorem } from '../data/benchmark/benchmark.ts';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { deriveSeed } from '../data/seed.ts';
import { writeText } from '../store/write-text.ts';
import { type AttemptRecord, isProved, noStats } from './attempt.ts';
import { type Parallel, parallelQueue } from './parallel.ts';
import type { AttemptResult, Prover } from './prover.ts';
import { runFiles } from './store/run.ts';
import type { RunWriter } from './store/run-writer.ts';
import { type RunSummary, summarize } from './summary.ts';
import { isDecided } from './tally.ts';

type InvalidTheorem = Extract<BenchmarkTheorem, { kind: 'invalid' }>;

export interface EvaluationInput<T extends Attemptable = StatedTheorem> {
  readonly run: RunWriter;
  readonly theorems: readonly (T | InvalidTheorem)[];
  readonly prover: Prover<T>;
  /** Attempts under way at once. */
  readonly parallel: Parallel;
  /** Make attempts again that ended in an error. */
  readonly retryErrors: boolean;
  readonly signal: AbortSignal;
  readonly onEvent: (event: EvaluationEvent) => void;
  /** The time, for records. */
  readonly now: () => Date;
}

export type EvaluationEvent =
  | { readonly kind: 'started'; readonly theorem: string; readonly attempt: number }
  | { readonly kind: 'recorded'; readonly record: AttemptRecord }
  /** Not needed any more, or recorded by an earlier session. */
  | { readonly kind: 'skipped'; readonly theorem: string; readonly attempt: number };

/**
 * Makes the attempts of a run that are still missing, and writes its summary. The order is fixed: the first attempt at
 * every theorem, in the order of the benchmark, then the second, … A seed depends on the run's seed, the theorem and
 * the number of the attempt alone. Ends early where the signal aborts (what is recorded stays) or the store fails.
 */
export async function evaluate<T extends Attemptable>(input: EvaluationInput<T>): Promise<Result<RunSummary, Problem>> {
  const { run, signal } = input;
  const jobs = remainingJobs(input);
  const stop = new AbortController();
  const until = AbortSignal.any([signal, stop.signal]);
  let problem: Problem | undefined;

  // The next job is chosen when there is room for it: by then it may not be needed any more.
  let allChosen = false;
  const work = async () => {
    const { value: job } = jobs.next();
    if (job === undefined || until.aborted) {
      allChosen = true;
      return;
    }
    const stored = await attemptAndRecord(input, job, until);
    if (stored.ok) return;
    problem ??= stored.error;
    stop.abort();
  };
  const queue = parallelQueue(input.parallel);
  while (!allChosen && !until.aborted) {
    void queue.add(work);
    await queue.onSizeLessThan(1);
  }
  await queue.onIdle();

  if (problem !== undefined) return fail(problem);
  const summary = summarize(run.manifest, run.attempts);
  const written = await writeText(runFiles(run.folder).summary, `${JSON.stringify(summary, undefined, 1)}\n`);
  return written.ok ? ok(summary) : written;
}

interface Job<T extends Attemptable> {
  readonly theorem: T | InvalidTheorem;
  readonly attempt: number;
}

/** Shared by all workers: each takes the next job when it is free. What needs no attempt is passed over then. */
function* remainingJobs<T extends Attemptable>({
  run,
  theorems,
  retryErrors,
  onEvent,
}: EvaluationInput<T>): Generator<Job<T>, void> {
  const { attempts: n, ks } = run.manifest.config;
  const isDone = (theorem: string, attempt: number) => {
    const record = run.find(theorem, attempt);
    if (record !== undefined) return !(retryErrors && record.outcome.kind === 'error');
    const attempts = Array.from({ length: n }, (_, each) => run.find(theorem, each)).filter(
      (each) => each !== undefined,
    );
    return isDecided({ attempts, proved: attempts.filter(isProved).length }, n, ks);
  };
  for (let attempt = 0; attempt < n; attempt++) {
    for (const theorem of theorems) {
      if (isDone(theorem.id, attempt)) onEvent({ kind: 'skipped', theorem: theorem.id, attempt });
      else yield { theorem, attempt };
    }
  }
}

async function attemptAndRecord<T extends Attemptable>(
  { run, prover, onEvent, now }: EvaluationInput<T>,
  { theorem, attempt }: Job<T>,
  signal: AbortSignal,
): Promise<Result<void, Problem>> {
  const seed = deriveSeed(run.manifest.config.seed, theorem.id, attempt);
  onEvent({ kind: 'started', theorem: theorem.id, attempt });
  const startedAt = now().toISOString();
  const result = await attemptSafely(prover, { theorem, attempt }, seed, run, signal);
  if (result.kind === 'cancelled') return ok(undefined);
  if (result.kind === 'stopped') return fail(result.problem);
  const { outcome, stats, trace, onStored } = result;
  const record: AttemptRecord = { theorem: theorem.id, attempt, seed, startedAt, outcome, stats };
  const stored = await run.record(record, trace);
  if (!stored.ok) return stored;
  await onStored?.();
  onEvent({ kind: 'recorded', record });
  return stored;
}

/** A bug in one attempt must not end a night's run: it becomes an error of that attempt, with its stack. */
async function attemptSafely<T extends Attemptable>(
  prover: Prover<T>,
  { theorem, attempt }: Job<T>,
  seed: number,
  run: RunWriter,
  signal: AbortSignal,
): Promise<AttemptResult> {
  if (theorem.kind === 'invalid') {
    return { kind: 'finished', outcome: { kind: 'invalid-statement', message: theorem.message }, stats: noStats };
  }
  try {
    return await prover.attempt({ theorem, attempt, seed, budgets: run.manifest.config.budgets, signal });
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'finished', outcome: { kind: 'error', message }, stats: noStats };
  }
}
