import { mkdir, writeFile } from 'node:fs/promises';
import { formatJsonl } from '../../src/data/jsonl.ts';
import type { ProofTrace, TraceEdge } from '../../src/data/proof-trace.ts';
import { deriveSeed } from '../../src/data/seed.ts';
import type { AttemptRecord } from '../../src/eval/attempt.ts';
import { RUN_FORMAT, type RunConfig } from '../../src/eval/manifest.ts';
import { runFiles } from '../../src/eval/store/run.ts';
import { packTrace } from '../../src/eval/store/trace-log.ts';
import { benchmarkOf, configOf, scriptedOutcome, session } from './scripted.ts';

const chance = (...parts: (string | number)[]) => deriveSeed(...parts) / 2 ** 32;
const tactics = [
  'simp_all',
  'omega',
  'induction xs <;> simp_all',
  'rw [Nat.add_comm]',
  'cases h with | intro w hw => exact ⟨w, hw⟩',
];

/** A proof graph of the shape that searches leave: many refused tactics, some branching, one proof if any. */
export function branchingTrace(seed: number, proved: boolean, nodeCount = 24): ProofTrace {
  const edges: TraceEdge[] = [];
  const nodes: ProofTrace['nodes'] = [];
  const parents = [-1];
  for (let id = 0; id < nodeCount; id++) {
    nodes.push({
      id,
      state: `n m : Nat\nxs ys : List α\nih : (xs ++ ys).length = xs.length + ys.length\nh : ${id} ≤ n\n⊢ (xs ++ ys).length + ${id} < m + ${seed % 1000}`,
      status: id % 7 === 6 ? 'failed' : 'open',
      score: -chance('score', seed, id) * 8,
      ...(id < nodeCount / 2 ? { expansion: id } : {}),
    });
    if (id > 0) parents.push(Math.floor(chance('parent', seed, id) * Math.min(id, nodeCount / 2)));
    for (let each = 0; id < nodeCount / 2 && each < 3; each++) {
      const [tactic, message] = [tactics[(id + each) % tactics.length]!, `unsolved goals\ncase ${each} of node ${id}`];
      edges.push({
        from: id,
        tactic,
        logProbability: -each - 1,
        outcome: 'elaboration',
        children: [],
        message,
        micros: 900,
        inProof: false,
      });
    }
  }
  for (const [id, parent] of parents.entries()) {
    if (parent < 0) continue;
    const children = id % 5 === 4 && id + 1 < nodeCount ? [id, id + 1] : [id];
    edges.push({
      from: parent,
      tactic: `have h${id} := Nat.le_of_lt_succ h`,
      logProbability: -1.2,
      outcome: 'progress',
      children,
      micros: 3100,
      inProof: false,
    });
  }
  if (!proved) return { roots: [0], nodes, edges };
  const onPath = [nodeCount - 1];
  while (onPath.at(-1) !== 0) onPath.push(parents[onPath.at(-1)!]!);
  const inProof = new Set(onPath);
  return {
    roots: [0],
    nodes: nodes.map((node) => (inProof.has(node.id) ? { ...node, status: 'proved' } : node)),
    edges: [
      ...edges.map((edge) => ({
        ...edge,
        inProof:
          inProof.has(edge.from) && edge.children.length > 0 && edge.children.every((child) => inProof.has(child)),
      })),
      {
        from: nodeCount - 1,
        tactic: 'omega',
        logProbability: -0.1,
        outcome: 'proved',
        children: [],
        micros: 30_000,
        inProof: true,
      },
    ],
  };
}

const packed = new Map<string, Promise<string>>();

/** Packing takes its time, and a large run does not need ten thousand different graphs. */
function packedTrace(shape: number, proved: boolean): Promise<string> {
  const key = `${shape} ${proved}`;
  const made = packed.get(key) ?? packTrace(branchingTrace(shape, proved, 6 + shape));
  packed.set(key, made);
  return made;
}

/** Writes a run at once, as a session of that many attempts would have left it. */
export async function writeRun(folder: string, theorems: number, changes: Partial<RunConfig> = {}): Promise<void> {
  const benchmark = benchmarkOf(theorems);
  const config = configOf(benchmark, changes);
  const records: AttemptRecord[] = [];
  const traces: { theorem: string; attempt: number; trace: string }[] = [];
  for (let attempt = 0; attempt < config.attempts; attempt++) {
    for (const { id } of benchmark.theorems) {
      const seed = deriveSeed(config.seed, id, attempt);
      const outcome = scriptedOutcome(`t${Number(id.slice(1)) % 40}`, seed);
      const effort = Math.exp(chance('effort', seed) * 6 - 2);
      records.push({
        theorem: id,
        attempt,
        seed,
        startedAt: session.startedAt,
        outcome:
          outcome.kind === 'proved'
            ? {
                ...outcome,
                script: `intro n m\ninduction n with\n| zero => simp -- ${seed}\n| succ n ih =>\n  rw [Nat.add_comm]\n  omega`,
              }
            : outcome,
        stats: {
          seconds: effort,
          modelSeconds: effort * 0.2,
          leanSeconds: effort * 0.6,
          verifySeconds: outcome.kind === 'proved' ? 0.1 : 0,
          expansions: Math.ceil(effort * 3),
          checks: Math.ceil(effort * 20),
          tokens: 0,
          tactics: { elaboration: Math.ceil(effort * 15), progress: Math.ceil(effort * 4), timeout: 1 },
        },
      });
      traces.push({ theorem: id, attempt, trace: await packedTrace(seed % 50, outcome.kind === 'proved') });
    }
  }
  const files = runFiles(folder);
  await mkdir(folder, { recursive: true });
  const listed = benchmark.theorems.map(({ id, split, module }) => ({ id, split, module }));
  await writeFile(
    files.manifest,
    JSON.stringify({ format: RUN_FORMAT, config, theorems: listed, sessions: [session] }),
  );
  await writeFile(files.attempts, formatJsonl(records));
  await writeFile(files.traces, formatJsonl(traces));
}
