/**
 * How well the portfolio's priors say what happens: the chance that they give a tactic of leading to a proof, against how
 * often such tactics did, on states that were proved in the end. By family and by predicted chance; to be run on theorems
 * that the priors were not fitted on. Prints two tables; `--svg FILE` writes a plot of the families.
 *
 *     node benchmarks/calibration.ts BENCHMARK… [--split S] [--sample 60] [--checks 200] [--memory FOLDER] [--svg FILE]
 */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { sampleTheorems } from '../src/data/benchmark/benchmark.ts';
import { loadBenchmark } from '../src/data/benchmark/load.ts';
import type { Goal } from '../src/data/goal.ts';
import { elaborateWith } from '../src/eval/lean-prover/elaborate.ts';
import { Portfolio, Priors, readPriors } from '../src/generator/portfolio/index.ts';
import { defaultLeanOptions, openLean } from '../src/lean/index.ts';
import { Memory } from './portfolio/memory.ts';
import { type Search, searchAll } from './portfolio/search.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    split: { type: 'string', default: '' },
    sample: { type: 'string', default: '60' },
    checks: { type: 'string', default: '200' },
    memory: { type: 'string' },
    svg: { type: 'string' },
  },
});

interface Tally {
  tried: number;
  led: number;
  predicted: number;
}

const families = new Map<string, Tally>();
const bins = new Map<number, Tally>();
const edges = [0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 1.01];

const portfolio = new Portfolio();
const priors = new Priors(readPriors());

function add<K>(tallies: Map<K, Tally>, key: K, predicted: number, led: boolean): void {
  const tally = tallies.get(key) ?? { tried: 0, led: 0, predicted: 0 };
  tallies.set(key, { tried: tally.tried + 1, led: tally.led + (led ? 1 : 0), predicted: tally.predicted + predicted });
}

async function observe({ events, opened }: Search): Promise<void> {
  if (opened === undefined) return;
  const goals = new Map<number, readonly Goal[]>();
  const proved = new Set<number>();
  for (const event of events) {
    if (event.kind === 'node-added') goals.set(event.node, event.goals);
    if (event.kind === 'status' && event.status === 'proved') proved.add(event.node);
  }
  const checked = events.flatMap((event) => (event.kind === 'tactic-checked' && proved.has(event.node) ? [event] : []));
  for (const [node, tried] of Map.groupBy(checked, (event) => event.node)) {
    const request = { goals: goals.get(node) ?? [], theorem: opened.context };
    const drafted = await portfolio.drafts(request);
    const drafts = new Map(drafted.map((draft) => [draft.tactic, draft]));
    for (const { tactic, outcome, targets } of tried) {
      const draft = drafts.get(tactic);
      if (draft === undefined) continue;
      const chance = priors.chance(draft.family, draft.shape, draft.rank);
      const led = outcome === 'proved' || (outcome === 'progress' && targets.every((target) => proved.has(target)));
      add(families, draft.family, chance, led);
      add(
        bins,
        edges.findLastIndex((edge) => chance >= edge),
        chance,
        led,
      );
    }
  }
}

const lean = await openLean({ limits: { ...defaultLeanOptions.limits, milliseconds: 8000 } });
if (!lean.ok) throw new Error(lean.error.message);
for (const path of positionals) {
  const elaborate = elaborateWith(async () => lean, new AbortController().signal);
  const loaded = await loadBenchmark(path, values.split, elaborate);
  if (!loaded.ok) throw new Error(loaded.error.message);
  const memory = values.memory === undefined ? {} : { memory: new Memory(join(values.memory, basename(path))) };
  await searchAll(sampleTheorems(loaded.value, Number(values.sample)).theorems, {
    lean: lean.value,
    generator: portfolio,
    options: { candidates: 64 },
    budgets: { checks: Number(values.checks) },
    onSearch: observe,
    ...memory,
  });
}
await lean.value.close();

const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;

/** Wilson's interval of a rate, at 95%. */
function interval({ led, tried }: Tally): readonly [number, number] {
  const z = 1.96;
  const rate = led / tried;
  const middle = rate + z ** 2 / (2 * tried);
  const half = z * Math.sqrt((rate * (1 - rate)) / tried + z ** 2 / (4 * tried ** 2));
  const scale = 1 + z ** 2 / tried;
  return [(middle - half) / scale, (middle + half) / scale];
}

function table(name: string, rows: readonly (readonly [string, Tally])[]): string {
  const style = { head: [], border: [] };
  const printed = new Table({ head: [name, 'tried', 'predicted', 'observed', '95% interval'], style });
  for (const [label, tally] of rows) {
    const [low, high] = interval(tally);
    const { tried, led, predicted } = tally;
    printed.push([
      label,
      tried,
      percent(predicted / tried),
      percent(led / tried),
      `${percent(low)} to ${percent(high)}`,
    ]);
  }
  return printed.toString();
}

const byChance = [...bins]
  .toSorted(([a], [b]) => a - b)
  .map(([bin, tally]) => [`from ${percent(edges[bin] ?? 0)}`, tally] as const);
const byFamily = [...families].filter(([, { tried }]) => tried >= 10).toSorted(([, a], [, b]) => b.tried - a.tried);
console.log(table('predicted chance', byChance));
console.log(table('family, 10 checks and more', byFamily));

if (values.svg !== undefined) {
  const size = 420;
  const margin = 40;
  const at = (share: number): number => margin + share * (size - 2 * margin);
  const points = byFamily.map(([family, { tried, led, predicted }]) => {
    const [x, y] = [at(predicted / tried), size - at(led / tried)];
    const radius = Math.max(2, Math.log2(tried)).toFixed(1);
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius}" fill="#2a6fbb" fill-opacity="0.5"><title>${family}: ${tried} checks</title></circle>`;
  });
  const [low, high] = [at(0), at(1)];
  const frame = `<path d="M${low} ${low}V${high}H${high}M${low} ${high}L${high} ${low}" fill="none" stroke="#888"/>`;
  const words = `<g font-family="sans-serif" font-size="12"><text x="${size / 2 - 60}" y="${size - 8}">predicted chance, 0 to 1</text><text transform="translate(14 ${size / 2 + 60}) rotate(-90)">observed rate, 0 to 1</text></g>`;
  const background = `<rect width="${size}" height="${size}" fill="white"/>`;
  writeFileSync(
    values.svg,
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${background}${frame}${points.join('')}${words}</svg>\n`,
  );
}
