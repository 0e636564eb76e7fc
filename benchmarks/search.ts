/**
 * What the search itself costs, with a scripted Lean and a scripted generator that answer at once: microseconds a
 * check outside of both, and the heap that the proof graph takes. Prints a table; `--json FILE` writes the numbers.
 *
 *     node benchmarks/search.ts [--nodes 200000] [--json FILE]
 *
 * The scripted Lean is an endless random AND/OR graph. Of the 32 candidates of a state about 24 are refused, 6 leave
 * one state, and 2 leave two. One state in four is dead; one in eight of the states left is known already.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Table from 'cli-table3';
import type { Candidate, Proposal, ProposalRequest, TacticGenerator } from '../src/contracts/generator.ts';
import type { Goal } from '../src/data/goal.ts';
import { type OpenState, type ProofEnvironment, prove, type TacticOutcome } from '../src/search/index.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const candidatesPerState = 32;

/** A well-mixed 32-bit hash of two numbers (finaliser of MurmurHash3). */
function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const tactics: readonly string[] = Array.from({ length: candidatesPerState }, (_, index) => `apply lemma_${index}`);

/** CPU time of this thread in microseconds: what other processes do on the machine does not count. */
function cpuMicros(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

/** Counts the time spent in what stands in for Lean and the model, so that it can be taken off. */
class Scripted implements ProofEnvironment<number>, TacticGenerator {
  readonly name = 'scripted';
  micros = 0;
  heapBytes = 0;
  /** Aborts when the graph has the size that was asked for and the heap has been measured. */
  readonly full = new AbortController();
  readonly #goalsOf: (state: number) => readonly Goal[];
  readonly #target: number;
  #fresh = 1;

  constructor(goalsOf: (state: number) => readonly Goal[], target: number) {
    this.#goalsOf = goalsOf;
    this.#target = target;
  }

  open(state: number): OpenState<number> {
    return { state, key: `state:${state}`, goals: this.#goalsOf(state) };
  }

  async run(state: number, tried: readonly string[]): Promise<readonly TacticOutcome<number>[]> {
    const before = cpuMicros();
    if (this.#fresh >= this.#target) {
      collectGarbage();
      this.heapBytes = process.memoryUsage().heapUsed;
      this.full.abort();
    }
    const outcomes = tried.map((tactic) => this.#outcome(state, mix(state, Number(tactic.slice(12)))));
    this.micros += cpuMicros() - before;
    return outcomes;
  }

  async propose(requests: readonly ProposalRequest[]): Promise<readonly Proposal[]> {
    const before = cpuMicros();
    const proposals = requests.map((request): Proposal => {
      const candidates: Candidate[] = [];
      let logProbability = -0.5;
      for (const [index, tactic] of tactics.entries()) {
        logProbability -= (mix(request.seed, index) % 100) / 200;
        candidates.push({ tactic, logProbability });
      }
      return { kind: 'candidates', candidates, tokens: 0 };
    });
    this.micros += cpuMicros() - before;
    return proposals;
  }

  release(): void {}

  async close(): Promise<void> {}

  #outcome(state: number, hash: number): TacticOutcome<number> {
    const dead = state !== 0 && mix(state, 99) % 4 === 0;
    if (dead || hash % 4 !== 0) return { kind: 'error', error: 'elaboration', message: 'refused', micros: 1 };
    const left = hash % 16 === 0 ? [this.#next(hash), this.#next(hash >>> 3)] : [this.#next(hash)];
    return { kind: 'progress', states: left.map((next) => this.open(next)), micros: 1 };
  }

  #next(hash: number): number {
    return (hash >>> 8) % 8 === 0 ? hash % this.#fresh : this.#fresh++;
  }
}

const smallGoal = (state: number): readonly Goal[] => [
  { tag: '', pretty: '⊢ P', hypotheses: [], target: `P ${state}`, head: 'P', constants: ['P'] },
];

/** A goal as Lean prints it for a small theorem: about 600 bytes of text and four hypotheses of its own. */
function printedGoal(state: number): readonly Goal[] {
  const names = ['xs', 'ys', 'ih', 'h'];
  const hypotheses = names.map((name) => ({
    name,
    type: `List.length (xs_${state} ++ ys_${state}) = List.length xs_${state} + ${name}.length ∧ ${state} ≤ ${name}.length`,
    isProp: true,
    isInstance: false,
    head: 'And',
    constructors: ['intro'],
  }));
  const target = `List.length (xs_${state} ++ ys_${state}) = List.length xs_${state} + List.length ys_${state}`;
  const pretty = `${hypotheses.map(({ name, type }) => `${name} : ${type}`).join('\n')}\n⊢ ${target}`;
  const goal = { tag: '', pretty, hypotheses, target, head: 'Eq', constants: ['List.length', 'Eq'] };
  // Text that arrives from Lean is flat; here it would stay a tree of pieces.
  return [JSON.parse(JSON.stringify(goal))];
}

interface Measurement {
  readonly name: string;
  readonly nodes: number;
  readonly edges: number;
  readonly transpositions: number;
  /** Pairs of a state and a candidate that have entered the search. */
  readonly pairs: number;
  readonly checks: number;
  /** CPU time outside the scripted Lean and generator, per check. */
  readonly microsPerCheck: number;
  /** Used heap after a collection, with the whole graph alive, less what there was before. */
  readonly heapMegabytes: number;
}

async function measure(
  name: string,
  nodes: number,
  goalsOf: (state: number) => readonly Goal[],
  options: { readonly width: number; readonly listen: boolean },
): Promise<Measurement> {
  await setTimeout(100); // lets go of the graph before
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const scripted = new Scripted(goalsOf, nodes);
  let events = 0;
  const start = cpuMicros();
  const result = await prove({
    environment: scripted,
    generator: scripted,
    roots: [scripted.open(0)],
    theorem: { name, localTheorems: [] },
    options: { questions: 1, width: options.width, batch: candidatesPerState, candidates: candidatesPerState },
    signal: scripted.full.signal,
    ...(options.listen ? { onEvent: () => events++ } : {}),
  });
  const engine = cpuMicros() - start - scripted.micros;
  if (result.kind !== 'cancelled') throw new Error(`the search ended early: ${result.kind}`);
  const { expansions, checks, edges, transpositions } = result.stats;
  return {
    name,
    nodes: result.stats.nodes,
    edges,
    transpositions,
    pairs: expansions * candidatesPerState,
    checks,
    microsPerCheck: engine / checks,
    heapMegabytes: (scripted.heapBytes - before) / 2 ** 20,
  };
}

function table(measurements: readonly Measurement[]): string {
  const head = ['graph', 'nodes', 'edges', 'known already', 'pairs', 'checks', 'µs / check', 'heap, MB'];
  const rows = new Table({
    head,
    style: { head: [], border: [] },
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
  });
  for (const { name, nodes, edges, transpositions, pairs, checks, microsPerCheck, heapMegabytes } of measurements) {
    const counts = [nodes, edges, transpositions, pairs, checks].map((count) => count.toLocaleString('en'));
    rows.push([name, ...counts, microsPerCheck.toFixed(1), heapMegabytes.toFixed(0)]);
  }
  return rows.toString();
}

const { values } = parseArgs({ options: { nodes: { type: 'string', default: '200000' }, json: { type: 'string' } } });
const nodes = Number(values.nodes);
await measure('warm-up', Math.min(nodes, 20_000), smallGoal, { width: 1, listen: true });
const measurements = [
  await measure('width 1, nobody listens', nodes, smallGoal, { width: 1, listen: false }),
  await measure('width 16, nobody listens', nodes, smallGoal, { width: 16, listen: false }),
  await measure('width 1, with a listener', nodes, smallGoal, { width: 1, listen: true }),
  await measure('width 1, printed goals', Math.round(nodes / 4), printedGoal, { width: 1, listen: false }),
];
console.log(table(measurements));
if (values.json !== undefined) {
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
  writeFileSync(values.json, `${JSON.stringify({ benchmark: 'search', machine, measurements }, null, 2)}\n`);
}
