/**
 * How well what is predicted of a tactic says what happens, on states that were proved in the end, and on theorems that
 * nothing was fitted on. Two predictions: the chance of leading to a proof that the portfolio's priors give a tactic, by family
 * and by predicted chance; and the probability that a source (the portfolio, the model) gives it, which is what the search
 * goes by, by source and predicted probability. Of the latter a line `log2 observed = offset + slope * log2 predicted` is
 * fitted for each source. `--svg FILE` writes a plot.
 *
 *     node benchmarks/calibration.ts BENCHMARK… [--split S] [--sample 60] [--checks 200] [--generator portfolio|mix]
 *       [--memory FOLDER] [--svg FILE]
 */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Goal } from '../src/data/goal.ts';
import { createGenerator } from '../src/generator/index.ts';
import { plainSampling } from '../src/generator/options.ts';
import { Portfolio, Priors, readPriors } from '../src/generator/portfolio/index.ts';
import { plot, type Series } from './calibration/plot.ts';
import { Provenance, type SourceName } from './calibration/sources.ts';
import { add, lineOf, type Tally, table } from './calibration/tally.ts';
import { Memory } from './portfolio/memory.ts';
import { benchmarkLean, benchmarkTheorems, unwrap } from './portfolio/open.ts';
import { type Search, searchAll } from './portfolio/search.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    split: { type: 'string', default: '' },
    sample: { type: 'string', default: '60' },
    checks: { type: 'string', default: '200' },
    memory: { type: 'string' },
    svg: { type: 'string' },
    generator: { type: 'string', default: 'portfolio' },
  },
});

const families = new Map<string, Tally>();
const bins = new Map<number, Tally>();
const edges = [0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 1.01];
/** By source, then by log2 of the predicted probability, rounded. */
const sources: Readonly<Record<SourceName, Map<number, Tally>>> = { portfolio: new Map(), model: new Map() };
const leastPower = -12;

const portfolio = new Portfolio();
const priors = new Priors(readPriors());
const provenance = new Provenance();

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
    for (const { tactic, outcome, targets, logProbability } of tried) {
      const led = outcome === 'proved' || (outcome === 'progress' && targets.every((target) => proved.has(target)));
      const source = provenance.of(request.goals, tactic);
      const power = Math.max(leastPower, Math.round(logProbability / Math.LN2));
      if (source !== undefined) add(sources[source], power, Math.exp(logProbability), led);
      const draft = drafts.get(tactic);
      if (draft === undefined || source === 'model') continue;
      const chance = priors.chance(draft.family, draft.shape, draft.rank);
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

const model = {
  kind: 'onnx',
  model: 'models/small',
  device: 'cpu',
  decoding: plainSampling,
  onNotice: console.error,
} as const;
const parts = [{ kind: 'portfolio' } as const, model].map((generator) => ({ weight: 1, generator }));
const created = await createGenerator(values.generator === 'mix' ? { kind: 'mix', parts } : { kind: 'portfolio' });
const generator = provenance.watched(unwrap(created));

const lean = await benchmarkLean();
for (const path of positionals) {
  const { theorems } = await benchmarkTheorems(lean, path, values);
  const memory = values.memory === undefined ? {} : { memory: new Memory(join(values.memory, basename(path))) };
  await searchAll(theorems, {
    lean,
    generator,
    options: { candidates: 64 },
    budgets: { checks: Number(values.checks) },
    onSearch: observe,
    ...memory,
  });
}
await generator.close();
await lean.close();

const rowsOf = (tallies: ReadonlyMap<number, Tally>, label: (key: number) => string): (readonly [string, Tally])[] =>
  [...tallies].toSorted(([a], [b]) => a - b).map(([key, tally]) => [label(key), tally]);

const byFamily = [...families].filter(([, { tried }]) => tried >= 10).toSorted(([, a], [, b]) => b.tried - a.tried);
console.log(
  table(
    'chance by the priors',
    rowsOf(bins, (bin) => `from ${100 * (edges[bin] ?? 0)}%`),
  ),
);
console.log(table('family, 10 checks and more', byFamily));
for (const [source, tallies] of Object.entries(sources)) {
  if (tallies.size < 2) continue;
  const { offset, slope } = lineOf([...tallies.values()]);
  console.log(table(`${source}: log2 of its probability`, rowsOf(tallies, String)));
  console.log(`${source}: log2 observed = ${offset.toFixed(2)} + ${slope.toFixed(2)} * log2 predicted\n`);
}

if (values.svg !== undefined) {
  const series: readonly Series[] = [
    { name: 'families, by their priors', color: '#2a6fbb', points: byFamily },
    { name: 'portfolio, as the search sees it', color: '#c2571a', points: rowsOf(sources.portfolio, String) },
    { name: 'model', color: '#2e8b57', points: rowsOf(sources.model, String) },
  ];
  writeFileSync(values.svg, plot(series.filter(({ points }) => points.length > 0)));
}
