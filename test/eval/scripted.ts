import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Benchmark, type BenchmarkTheorem, selectSplit } from '../../src/data/benchmark/benchmark.ts';
import type { ProofTrace } from '../../src/data/proof-trace.ts';
import { deriveSeed } from '../../src/data/seed.ts';
import { type AttemptOutcome, noStats } from '../../src/eval/attempt.ts';
import type { RunConfig, RunSession } from '../../src/eval/manifest.ts';
import type { AttemptRequest, Prover } from '../../src/eval/prover.ts';

/** A benchmark of library theorems called `t0`, `t1`, … */
export function benchmarkOf(count: number): Benchmark {
  const theorems = Array.from(
    { length: count },
    (_, i): BenchmarkTheorem => ({ kind: 'library', id: `t${i}`, split: 'test', module: `Init.M${i % 5}` }),
  );
  const result = selectSplit('scripted', 'scripted.json', theorems, 'test');
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

export function configOf(benchmark: Benchmark, changes: Partial<RunConfig> = {}): RunConfig {
  const { name, split, hash, theorems } = benchmark;
  return {
    benchmark: { name, split, hash, theorems: theorems.length },
    attempts: 3,
    ks: [1, 3],
    seed: 11,
    budgets: { expansions: 100 },
    generator: 'scripted',
    prover: {},
    lean: { version: '4.28.0', githash: 'abc', repl: 'def' },
    ...changes,
  };
}

export const session: RunSession = {
  startedAt: '2026-11-21T10:00:00.000Z',
  command: 'ariadne eval scripted.json',
  ariadne: '0.1.0',
  commit: 'abc',
  machine: { cpu: 'some', cores: 2, memoryGiB: 24, os: 'linux', node: 'v26.10.0' },
};

/** What becomes of an attempt follows from its seed, and from the theorem: `t0` is easy, later ones are harder. */
export function scriptedOutcome(theorem: string, seed: number): AttemptOutcome {
  const draw = deriveSeed('outcome', seed) / 2 ** 32;
  const ease = 1 / (1 + Number(theorem.slice(1)) / 10);
  if (draw < ease * 0.6) return { kind: 'proved', script: `exact proof_${seed}` };
  if (draw < 0.7) return { kind: 'exhausted', budget: 'expansions' };
  if (draw < 0.9) return { kind: 'failed' };
  if (draw < 0.95) return { kind: 'rejected', script: 'sorry', reason: 'sorry', message: 'it holds a sorry' };
  return { kind: 'error', message: 'the worker crashed' };
}

export function scriptedTrace(outcome: AttemptOutcome): ProofTrace {
  const proved = outcome.kind === 'proved';
  return {
    roots: [0],
    nodes: [{ id: 0, state: 'n : Nat\n⊢ n + 0 = n', status: proved ? 'proved' : 'failed', score: 0, expansion: 0 }],
    edges: [
      {
        from: 0,
        tactic: proved ? outcome.script : 'omega',
        logProbability: -0.5,
        outcome: proved ? 'proved' : 'elaboration',
        children: [],
        ...(proved ? {} : { message: 'omega failed' }),
        micros: 1200,
        inProof: proved,
      },
    ],
  };
}

/** A prover that needs no Lean. It notes what it was asked, and takes `milliseconds` for it. */
export function scriptedProver(
  milliseconds = 0,
  outcomeOf: (theorem: string, seed: number) => AttemptOutcome = scriptedOutcome,
): Prover & { readonly asked: AttemptRequest[] } {
  const asked: AttemptRequest[] = [];
  return {
    asked,
    async attempt(request) {
      asked.push(request);
      if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
      if (request.signal.aborted) return { kind: 'cancelled' };
      const outcome = outcomeOf(request.theorem.id, request.seed);
      const stats = { ...noStats, seconds: 0.5, leanSeconds: 0.3, modelSeconds: 0.1, expansions: 4, checks: 9 };
      return { kind: 'finished', outcome, stats, trace: scriptedTrace(outcome) };
    },
  };
}

/** A folder that is gone when its scope ends. */
export async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'ariadne-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
