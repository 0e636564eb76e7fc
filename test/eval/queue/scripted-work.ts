/** The scripted prover of the other tests, as workers and a coordinator: the queue is real, Lean is not. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type EvaluationEvent, type EvaluationInput, evaluate } from '../../../src/eval/evaluate.ts';
import type { RunConfig } from '../../../src/eval/manifest.ts';
import type { Prover } from '../../../src/eval/prover.ts';
import { parseAddress } from '../../../src/eval/queue/link/address.ts';
import { QueueConnection } from '../../../src/eval/queue/link/connection.ts';
import type { Versions } from '../../../src/eval/queue/link/lane.ts';
import { Lanes } from '../../../src/eval/queue/link/lanes.ts';
import type { Assignment } from '../../../src/eval/queue/link/wire.ts';
import { RemoteProver } from '../../../src/eval/queue/remote/remote-prover.ts';
import { openRemoteRun } from '../../../src/eval/queue/remote/remote-run.ts';
import type { Workshop } from '../../../src/eval/queue/worker/worker.ts';
import { RunWriter } from '../../../src/eval/store/run-writer.ts';
import { type benchmarkOf, configOf, scriptedProver, session } from '../scripted.ts';

export const versions: Versions = { ariadne: '0.1.0', lean: { version: '4.28.0', githash: 'abc', repl: 'def' } };

export const assignment: Omit<Assignment, 'theorems'> = {
  versions,
  work: {
    kind: 'attempt',
    budgets: { expansions: 100 },
    candidates: 8,
    generator: { kind: 'portfolio' },
    generatorName: 'scripted',
  },
  limits: { heartbeats: 200_000, recursion: 512, milliseconds: 5000 },
};

/** A workshop around a prover that needs no Lean. */
export const workshopOf = (prover: Prover): Workshop => ({
  async work({ theorem, attempt, seed, signal }) {
    const result = await prover.attempt({ theorem, attempt, seed, budgets: {}, signal });
    if (result.kind !== 'finished') return { kind: 'cancelled' };
    const { outcome, stats, trace } = result;
    return { kind: 'done', result: { kind: 'attempt', outcome, stats, ...(trace && { trace }) } };
  },
});

/** What the scripted prover says; a theorem called `poison` kills the process that works on it. */
export function scriptedWorkshop(milliseconds: number): Workshop {
  const working = workshopOf(scriptedProver());
  return {
    async work(order) {
      if (order.theorem.id === 'poison') process.kill(process.pid, 'SIGKILL');
      const { signal } = order;
      const undisturbed = await sleep(milliseconds, true, { signal }).catch(() => false);
      return undisturbed ? working.work(order) : { kind: 'cancelled' };
    },
  };
}

export async function connect(url: string): Promise<Lanes & AsyncDisposable> {
  const address = parseAddress(url, {});
  if (!address.ok) throw new Error(address.error.message);
  const connection = await QueueConnection.open(address.value);
  if (!connection.ok) throw new Error(connection.error.message);
  const lanes = new Lanes(connection.value);
  return Object.assign(lanes, { [Symbol.asyncDispose]: () => connection.value[Symbol.asyncDispose]() });
}

export interface ScriptedRun {
  readonly folder: string;
  readonly benchmark: ReturnType<typeof benchmarkOf>;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: EvaluationEvent) => void;
}

/** The run as it is without a queue. */
export const runHere = (run: ScriptedRun) => runWith(run, async () => ({ prover: scriptedProver(), parallel: 1 }));

export interface ThereOptions {
  readonly onNotice?: (text: string) => void;
  readonly lookEvery?: number;
  readonly parallel?: number;
  readonly config?: Partial<RunConfig>;
}

/** The same run by way of a queue. */
export async function runThere(lanes: Lanes, run: ScriptedRun, options: ThereOptions = {}) {
  await using stack = new AsyncDisposableStack();
  return await runWith({ ...run, config: options.config ?? {} }, async (writer) => {
    const opened = await openRemoteRun({
      lanes,
      folder: run.folder,
      theorems: run.benchmark.theorems,
      assignment,
      priority: 10,
      parallel: options.parallel,
      isStored: (theorem, attempt) => writer.find(theorem, attempt) !== undefined,
      onNotice: options.onNotice ?? (() => {}),
      lookEvery: options.lookEvery ?? 1000,
    });
    if (!opened.ok) throw new Error(opened.error.message);
    const remote = stack.use(opened.value);
    return { prover: new RemoteProver(remote), parallel: remote.coordinator.parallel };
  });
}

async function runWith(
  { folder, benchmark, signal, onEvent, config }: ScriptedRun & { readonly config?: Partial<RunConfig> },
  open: (writer: RunWriter) => Promise<Pick<EvaluationInput, 'prover' | 'parallel'>>,
) {
  const { theorems } = benchmark;
  const writer = await RunWriter.open(folder, { config: configOf(benchmark, config), theorems, session });
  if (!writer.ok) throw new Error(writer.error.message);
  await using run = writer.value;
  return await evaluate({
    run,
    theorems,
    ...(await open(run)),
    retryErrors: false,
    signal: signal ?? new AbortController().signal,
    onEvent: onEvent ?? (() => {}),
    now: () => new Date(),
  });
}
