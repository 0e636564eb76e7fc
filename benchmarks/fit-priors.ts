/**
 * Fits the portfolio's priors: searches for proofs of training theorems with the portfolio as it is, and counts which
 * tactics led to proofs, by family, shape of the goal and place. The training theorems are our own (`tour.lean`,
 * `portfolio/*.lean`) and a sample of the library's, never those of the sets that are measured on; or those of the files
 * that are named.
 *
 *     node benchmarks/fit-priors.ts [FILE…] [--library 150] [--seconds 20] [--checks 200] [--tactic-seconds 3]
 *       [--workers 1] [--add] [--out FILE]
 *
 * With `--add` the counts of earlier passes stay and are added to. The counts of all passes are written to `models/portfolio/priors.json`.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Benchmark, type BenchmarkTheorem, sampleTheorems } from '../src/data/benchmark/benchmark.ts';
import { Portfolio, type PriorTable, readPriors } from '../src/generator/portfolio/index.ts';
import { type Counts, countSearch } from './portfolio/count.ts';
import { benchmarkLean, benchmarkTheorems } from './portfolio/open.ts';
import { type Search, searchAll } from './portfolio/search.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    library: { type: 'string', default: '150' },
    seconds: { type: 'string', default: '20' },
    'tactic-seconds': { type: 'string', default: '3' },
    checks: { type: 'string', default: '200' },
    workers: { type: 'string', default: '1' },
    add: { type: 'boolean', default: false },
    out: { type: 'string', default: here('../models/portfolio/priors.json') },
  },
});

const lean = await benchmarkLean({
  workers: Number(values.workers),
  milliseconds: 1000 * Number(values['tactic-seconds']),
});
const load = (path: string, split: string) => benchmarkTheorems(lean, path, { split });

async function ofFiles(paths: readonly string[]): Promise<readonly BenchmarkTheorem[]> {
  const loaded: Benchmark[] = [];
  for (const path of paths) loaded.push(await load(path, ''));
  return loaded.flatMap(({ theorems }) => theorems);
}

const own = ['tour.lean', 'portfolio/training.lean', 'portfolio/programs.lean'].map(here);
const theorems =
  positionals.length > 0
    ? await ofFiles(positionals)
    : [
        ...(await ofFiles(own)),
        ...sampleTheorems(await load(here('library/random.json.gz'), 'train'), Number(values.library)).theorems,
      ];

const portfolio = new Portfolio();
const before = values.add ? readPriors() : undefined;
const counts: Counts = structuredClone(before?.counts ?? {});
let tried = before?.theorems.tried ?? 0;
let proved = before?.theorems.proved ?? 0;

async function learn({ theorem, result, events, opened }: Search): Promise<void> {
  tried++;
  if (result?.kind === 'proved') proved++;
  if (opened !== undefined) await countSearch(counts, portfolio, opened.context, events);
  console.log(`${tried} ${theorem.id}: ${result?.kind ?? 'invalid'} (${proved} proved)`);
  write();
}

/** After every theorem, so that a pass that is cut short still counts. */
function write(): void {
  const command = `node benchmarks/fit-priors.ts --library ${values.library} --seconds ${values.seconds} --checks ${values.checks}${values.add ? ' --add' : ''}`;
  const table: PriorTable = { command, theorems: { tried, proved }, counts };
  writeFileSync(values.out, `${JSON.stringify(table)}\n`);
}

await searchAll(theorems, {
  lean,
  generator: portfolio,
  options: { candidates: 64, lengthNormalisation: 0.6 },
  budgets: { seconds: Number(values.seconds), checks: Number(values.checks) },
  onSearch: learn,
});
await lean.close();
