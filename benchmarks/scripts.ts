/**
 * What is left of the scripts that a search finds once they are simplified: their length, and how long Lean takes for them.
 * Medians over all proofs, and ten of the proofs before and after.
 *
 *     node benchmarks/scripts.ts BENCHMARK… [--split S] [--sample 60] [--checks 200] [--memory FOLDER] [--shown 10]
 *
 * `--memory` keeps what tactics did, a file a benchmark: what was searched before is found at once.
 */
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { createPortfolio } from '../src/generator/portfolio/index.ts';
import { type OpenTheorem, shorten } from '../src/proving/index.ts';
import { renderScript, type Script } from '../src/search/index.ts';
import { Memory } from './portfolio/memory.ts';
import { benchmarkLean, benchmarkTheorems } from './portfolio/open.ts';
import { type Search, searchAll } from './portfolio/search.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    split: { type: 'string', default: '' },
    sample: { type: 'string', default: '60' },
    checks: { type: 'string', default: '200' },
    memory: { type: 'string' },
    shown: { type: 'string', default: '10' },
  },
});

/** How often a script is run; the shortest time counts. */
const rounds = 3;

interface Pair {
  readonly theorem: string;
  readonly before: Measured;
  readonly after: Measured;
}
interface Measured {
  readonly script: Script;
  readonly milliseconds: number;
}

const lean = await benchmarkLean();
const never = new AbortController().signal;

async function measured({ states }: OpenTheorem, script: Script): Promise<Measured> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const [outcome] = await lean.run(states[0]!.state, [renderScript(script)], never);
    if (outcome?.kind !== 'proved') throw new Error(`no proof: ${renderScript(script)}`);
    times.push(outcome.micros / 1000);
  }
  return { script, milliseconds: Math.min(...times) };
}

const pairs: Pair[] = [];
async function simplify({ theorem, result, opened: open }: Search): Promise<void> {
  if (result?.kind !== 'proved' || open?.states.length !== 1) return;
  const before = await measured(open, result.proof.script);
  const after = await measured(open, await shorten(lean, open, result.proof));
  pairs.push({ theorem: theorem.id, before, after });
}

for (const path of positionals) {
  const { theorems } = await benchmarkTheorems(lean, path, values);
  await searchAll(theorems, {
    lean,
    generator: createPortfolio(),
    options: { candidates: 64 },
    budgets: { checks: Number(values.checks) },
    ...(values.memory !== undefined && { memory: new Memory(join(values.memory, basename(path))) }),
    onSearch: simplify,
  });
}
await lean.close();

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
const row = (name: string, of: (measured: Measured) => number): string[] => {
  const [before, after] = [pairs.map((pair) => of(pair.before)), pairs.map((pair) => of(pair.after))];
  return [name, ...[median(before), median(after), mean(before), mean(after)].map((number) => number.toFixed(1))];
};
const table = new Table({
  head: [`${pairs.length} proofs`, 'median before', 'after', 'mean before', 'after'],
  style: { head: [], border: [] },
});
table.push(
  row('characters', ({ script }) => renderScript(script).length),
  row('lines', ({ script }) => script.length),
  row('with `unhygienic`, %', ({ script }) => (script.join('\n').includes('unhygienic') ? 100 : 0)),
  row('milliseconds in Lean', ({ milliseconds }) => milliseconds),
);
console.log(table.toString());

const differing = pairs.filter(({ before, after }) => before.script.join('\n') !== after.script.join('\n'));
console.log(`${differing.length} of them differ`);
const stride = Math.max(1, Math.floor(differing.length / Number(values.shown)));
for (const { theorem, before, after } of differing
  .filter((_, place) => place % stride === 0)
  .slice(0, Number(values.shown))) {
  const shown = ({ script, milliseconds }: Measured): string =>
    `${script.map((line) => `    ${line}`).join('\n')}\n    -- ${milliseconds.toFixed(0)} ms`;
  console.log(`\n${theorem}\n  before\n${shown(before)}\n  after\n${shown(after)}`);
}
