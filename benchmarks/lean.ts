/**
 * What Lean costs, in one table: from the shell to the prompt, the first tactics of a process and of an instance, the first ten
 * seconds, verdicts by length of the file, memory; then tactic checks a second for cheap and heavy tactics, batched, one by
 * one, and in a bare loop inside Lean.
 *
 *     node benchmarks/lean.ts [--rounds 5] [--checks 400] [--cold] [--tour] [--json FILE] [--checkout DIR]
 *
 * `--cold` measures the first use, too, in a cache of its own; `--tour` the wall time of the tour with two workers.
 * `--checkout` measures another version: what both have, which is all but the checks a second. Whether a host grows is
 * measured by `lean/instances.ts`, whether verdicts are what they were by `lean/rejudge.ts`.
 *
 * The ways of checking take turns in every round, so that what else the machine does hits them alike.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { execa } from 'execa';
import { type Lean, openLean, type SessionState } from '../src/lean/index.ts';
import { type BareLean, openBareLean } from './lean/bare-lean.ts';
import { lifetime, type Row } from './lean/lifetime.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    checks: { type: 'string', default: '400' },
    cold: { type: 'boolean', default: false },
    tour: { type: 'boolean', default: false },
    json: { type: 'string' },
    checkout: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const checks = Number(values.checks);

const statement = '∀ (p q : Prop) (a b c : Nat), p ∧ q → a ≤ b → b ≤ c → (q ∧ p) ∧ a ≤ c';
const intro = 'intro p q a b c h hab hbc';
const cheap = ['exact ⟨⟨h.2, h.1⟩, Nat.le_trans hab hbc⟩', 'assumption', 'constructor'];
const heavy = ['simp_all', 'omega', 'grind', 'cases h <;> omega'];

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
const never = new AbortController().signal;

/** `count` tactics, in turn. */
const repeat = (tactics: readonly string[], count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => tactics[i % tactics.length] ?? '');

async function rate(count: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (count / (performance.now() - start)) * 1000;
}

async function introduced(lean: Lean): Promise<SessionState> {
  const started = await lean.startStatement(statement);
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  const [outcome] = await lean.run(started.value[0]!.state, [intro], never);
  if (outcome?.kind !== 'progress') throw new Error(JSON.stringify(outcome));
  return outcome.states[0]!.state;
}

interface Rates {
  readonly batched: number;
  readonly single: number;
  readonly bare: number;
}

/** Checks a second, the median over rounds in which the three ways take turns. */
async function rates(lean: Lean, bare: BareLean, tactics: readonly string[], count: number): Promise<Rates> {
  const state = await introduced(lean);
  const batch = repeat(tactics, count);
  const batched: number[] = [];
  const single: number[] = [];
  const loop: number[] = [];
  for (let round = 0; round < rounds; round++) {
    batched.push(await rate(count, () => inBatches(lean, state, batch)));
    single.push(
      await rate(count, async () => {
        for (const tactic of batch) await lean.run(state, [tactic], never);
      }),
    );
    loop.push(await rate(count, async () => bare.check(statement, intro, batch)));
  }
  return { batched: median(batched), single: median(single), bare: median(loop) };
}

async function inBatches(lean: Lean, state: SessionState, tactics: readonly string[]): Promise<void> {
  const outcomes = await lean.run(state, tactics, never);
  const left = outcomes.flatMap((outcome) => (outcome.kind === 'progress' ? outcome.states.map((s) => s.state) : []));
  lean.release(left);
}

/** Milliseconds from the start of a new process to its first checked tactic. */
function firstCheck(env: NodeJS.ProcessEnv): Promise<number> {
  const script = new URL('./lean/first-check.ts', import.meta.url).pathname;
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('exit', (code) =>
      code === 0 ? resolve(performance.now() - start) : reject(new Error(`exit code ${code}`)),
    );
  });
}

async function bootTimes(): Promise<{ readonly cold?: number; readonly prepared: number }> {
  await firstCheck(process.env);
  const prepared: number[] = [];
  for (let round = 0; round < rounds; round++) prepared.push(await firstCheck(process.env));
  if (!values.cold) return { prepared: median(prepared) };
  const cache = mkdtempSync(join(tmpdir(), 'ariadne-cold-'));
  try {
    return { cold: await firstCheck({ ...process.env, ARIADNE_CACHE: cache }), prepared: median(prepared) };
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

interface Tour {
  readonly seconds: number;
  readonly proved: number;
  readonly total: number;
}

/** `ariadne prove` on the tour, as a person would call it. */
async function proveTour(): Promise<Tour> {
  const launcher = new URL('../bin/ariadne.js', import.meta.url).pathname;
  const file = new URL('./tour.lean', import.meta.url).pathname;
  const out = join(mkdtempSync(join(tmpdir(), 'ariadne-tour-')), 'tour.lean');
  const start = performance.now();
  const { stdout } = await execa(
    process.execPath,
    [launcher, 'prove', file, '--workers', '2', '--json', '--out', out],
    { reject: false },
  );
  const { proved, total } = JSON.parse(stdout.slice(stdout.lastIndexOf('\n') + 1));
  return { seconds: (performance.now() - start) / 1000, proved, total };
}

const here = new URL('..', import.meta.url).pathname;
const life = await lifetime({ checkout: values.checkout ?? here, rounds });
const rows: Row[] = [...life, ...(values.checkout === undefined ? await ownRows() : [])];
rows.push(['load of the machine at the end', readFileSync('/proc/loadavg', 'utf8').split(' ')[0] ?? '']);
const table = new Table({ head: ['what', 'measured'], style: { head: ['bold'], border: [] } });
table.push(...rows.map((row) => [...row]));
console.log(table.toString());
if (values.json !== undefined) {
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  writeFileSync(values.json, `${JSON.stringify({ ...machine, rounds, checks, rows }, null, 2)}\n`);
}
process.exit(0);

/** What only this version can be asked: it needs its inside. */
async function ownRows(): Promise<readonly Row[]> {
  const tour = values.tour ? await proveTour() : undefined;
  const boot = await bootTimes();
  const opened = await openLean({ lean: 'embedded', workers: 1 });
  if (!opened.ok) throw new Error(opened.error.message);
  const lean = opened.value;
  const bare = await openBareLean();
  const measured = [
    ['cheap', await rates(lean, bare, cheap, checks)],
    ['heavy', await rates(lean, bare, heavy, Math.ceil(checks / 10))],
  ] as const;
  await lean.close();
  const whole = (n: number): string => n.toFixed(0);
  const rows: Row[] = [
    ['prepared: process start to first checked tactic', `${(boot.prepared / 1000).toFixed(2)} s`],
    ...measured.flatMap(([name, { batched, single, bare }]): Row[] => [
      [`${name} tactics a second, in one batch`, whole(batched)],
      [`${name} tactics a second, one by one`, whole(single)],
      [`${name} tactics a second, bare loop inside Lean`, whole(bare)],
      [`${name}: batch over bare loop`, `${((batched / bare) * 100).toFixed(0)} %`],
    ]),
  ];
  if (boot.cold !== undefined) {
    rows.push(['first use: process start to first checked tactic', `${(boot.cold / 1000).toFixed(1)} s`]);
  }
  if (tour !== undefined) rows.push(['tour', `${tour.proved} of ${tour.total} proved in ${tour.seconds.toFixed(0)} s`]);
  return rows;
}
