/**
 * What Lean costs: boot cold and prepared, tactic checks a second for cheap and heavy tactics, batched, one by one, and
 * in a bare loop inside Lean. Prints a table; `--json FILE` writes the numbers.
 *
 *     node benchmarks/lean.ts [--rounds 5] [--checks 400] [--cold] [--tour] [--json FILE]
 *
 * `lean/lifetime.ts` measures how a Lean begins, what verdicts cost and what it holds; `lean/instances.ts` whether a host grows.
 * `--cold` measures the first use, too, in a cache of its own; `--tour` the wall time of the tour with two workers.
 *
 * The ways of checking take turns in every round, so that what else the machine does hits them alike.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { execa } from 'execa';
import { type Lean, openLean, type SessionState } from '../src/lean/index.ts';
import { type BareLean, openBareLean } from './lean/bare-lean.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    checks: { type: 'string', default: '400' },
    cold: { type: 'boolean', default: false },
    tour: { type: 'boolean', default: false },
    json: { type: 'string' },
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

const tour = values.tour ? await proveTour() : undefined;
const boot = await bootTimes();
const opened = await openLean({ lean: 'embedded', workers: 1 });
if (!opened.ok) throw new Error(opened.error.message);
const lean = opened.value;
const bare = await openBareLean();
const cheapRates = await rates(lean, bare, cheap, checks);
const heavyRates = await rates(lean, bare, heavy, Math.ceil(checks / 10));
await lean.close();

const whole = (n: number): string => n.toFixed(0);
const table = new Table({ head: ['what', 'measured'], style: { head: ['bold'], border: [] } });
if (boot.cold !== undefined)
  table.push(['first use: process start to first checked tactic', `${(boot.cold / 1000).toFixed(1)} s`]);
table.push(['prepared: process start to first checked tactic', `${(boot.prepared / 1000).toFixed(2)} s`]);
for (const [name, r] of [
  ['cheap', cheapRates],
  ['heavy', heavyRates],
] as const) {
  table.push([`${name} tactics a second, in one batch`, whole(r.batched)]);
  table.push([`${name} tactics a second, one by one`, whole(r.single)]);
  table.push([`${name} tactics a second, bare loop inside Lean`, whole(r.bare)]);
  table.push([`${name}: batch over bare loop`, `${((r.batched / r.bare) * 100).toFixed(0)} %`]);
}
console.log(table.toString());
if (tour !== undefined) console.log(`tour: ${tour.proved} of ${tour.total} proved in ${tour.seconds.toFixed(0)} s`);
if (values.json !== undefined) {
  const cpu = cpus()[0]?.model ?? 'unknown';
  const result = {
    node: process.version,
    cpu,
    cores: cpus().length,
    rounds,
    checks,
    boot,
    cheap: cheapRates,
    heavy: heavyRates,
    tour,
  };
  writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
}
