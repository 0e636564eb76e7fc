import { join } from 'node:path';
import type { ProofTrace, TraceEdge } from '../../../src/data/proof-trace.ts';
import { noStats } from '../../../src/eval/attempt.ts';
import { RunWriter } from '../../../src/eval/store/run-writer.ts';
import { benchmarkOf, configOf, session } from '../../eval/scripted.ts';

/** A search as a table: for each state the tactics that were tried, with the states that each left, or what was wrong. */
export type Searched = Readonly<Record<string, Readonly<Record<string, readonly string[] | 'elaboration'>>>>;

/** The graph of a search that began at the first state. */
export function traceOf(searched: Searched): ProofTrace {
  const states = Object.keys(searched);
  const edges = Object.entries(searched).flatMap(([, tactics], from) =>
    Object.entries(tactics).map(([tactic, left]): TraceEdge => {
      const children = left === 'elaboration' ? [] : left.map((name) => states.indexOf(name));
      const outcome = left === 'elaboration' ? left : left.length === 0 ? 'proved' : 'progress';
      return { from, tactic, logProbability: -1, outcome, children, micros: 1, inProof: false };
    }),
  );
  return { roots: [0], nodes: states.map((state, id) => ({ id, state, status: 'open', score: 0 })), edges };
}

/** Tactics that were all refused. */
export const inVain = (count: number): Searched[string] =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`tactic${i}`, 'elaboration']));

export interface Search {
  readonly theorem: string;
  readonly split?: string;
  readonly searched: Searched;
}

/** Writes a run of one attempt for each search, and returns its folder. */
export async function writeRun(folder: string, name: string, searches: readonly Search[]): Promise<string> {
  const theorems = searches.map(({ theorem, split = 'train' }) => ({
    kind: 'library' as const,
    id: theorem,
    split,
    module: 'M',
  }));
  const path = join(folder, name);
  const opened = await RunWriter.open(path, { config: configOf(benchmarkOf(1)), theorems, session });
  if (!opened.ok) throw new Error(opened.error.message);
  await using run = opened.value;
  for (const { theorem, searched } of searches) {
    const record = { theorem, attempt: 0, seed: 1, startedAt: '2026-11-21T10:00:00.000Z', stats: noStats };
    await run.record({ ...record, outcome: { kind: 'exhausted', budget: 'checks' } }, traceOf(searched));
  }
  return path;
}
