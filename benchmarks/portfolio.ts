/**
 * What the portfolio proves of a benchmark, without verification: for its development. `ariadne eval` gives the numbers
 * that count.
 *
 *     node benchmarks/portfolio.ts BENCHMARK [--split S] [--sample N] [--names A,B] [--seconds 60] [--checks N]
 *       [--candidates 48] [--workers 1] [--scripts] [--trace FOLDER]
 *       [--memory FILE] [--effort none|steps|time] [--no-foresight]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createPortfolio } from '../src/generator/portfolio/index.ts';
import { type EffortMeasure, renderScript } from '../src/search/index.ts';
import { Memory } from './portfolio/memory.ts';
import { benchmarkLean, benchmarkTheorems } from './portfolio/open.ts';
import { type Search, searchAll } from './portfolio/search.ts';
import { traceOf } from './portfolio/trace.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    split: { type: 'string', default: '' },
    sample: { type: 'string' },
    names: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    checks: { type: 'string' },
    candidates: { type: 'string', default: '48' },
    'length-normalisation': { type: 'string', default: '0' },
    'tactic-seconds': { type: 'string', default: '3' },
    heartbeats: { type: 'string', default: '200000' },
    workers: { type: 'string', default: '1' },
    scripts: { type: 'boolean', default: false },
    trace: { type: 'string' },
    memory: { type: 'string' },
    effort: { type: 'string', default: 'none' },
    'no-foresight': { type: 'boolean', default: false },
  },
});

const lean = await benchmarkLean({
  workers: Number(values.workers),
  heartbeats: Number(values.heartbeats),
  milliseconds: 1000 * Number(values['tactic-seconds']),
});
const names = values.names?.split(',');
const benchmark = await benchmarkTheorems(lean, positionals[0] ?? '', values);
const theorems = benchmark.theorems.filter(({ id }) => names === undefined || names.includes(id));

const solved: string[] = [];
const unsolved: string[] = [];

function report({ theorem, result, events }: Search): void {
  const proved = result?.kind === 'proved';
  (proved ? solved : unsolved).push(theorem.id);
  const { expansions = 0, checks = 0, seconds } = result?.stats ?? {};
  const ending = result === undefined ? 'invalid' : result.kind === 'exhausted' ? result.budget : result.kind;
  const foreseen = Object.values(result?.stats.foreseen ?? {}).reduce((sum, count) => sum + count, 0);
  const cost = `${(seconds?.total ?? 0).toFixed(1)} s, ${expansions} expansions, ${checks} checks, ${foreseen} foreseen`;
  console.log(
    `${proved ? '+' : '-'} ${theorem.id}: ${ending} (${cost}; ${solved.length}/${solved.length + unsolved.length})`,
  );
  if (result?.kind === 'error') console.log(`    ${result.problem.message}`);
  if (proved && values.scripts) console.log(renderScript(result.proof.script, 4));
  if (values.trace !== undefined) {
    mkdirSync(values.trace, { recursive: true });
    writeFileSync(join(values.trace, `${theorem.id.replaceAll(/[^\w.-]/g, '_')}.txt`), traceOf(events));
  }
}

await searchAll(theorems, {
  lean,
  generator: createPortfolio(),
  options: {
    candidates: Number(values.candidates),
    lengthNormalisation: Number(values['length-normalisation']),
    effort: values.effort as EffortMeasure,
    foresight: !values['no-foresight'],
  },
  ...(values.memory !== undefined && { memory: new Memory(values.memory) }),
  budgets: {
    seconds: Number(values.seconds),
    ...(values.checks !== undefined && { checks: Number(values.checks) }),
  },
  onSearch: report,
});
await lean.close();
console.log(`solved ${solved.length} of ${theorems.length}`);
console.log(`unsolved: ${unsolved.toSorted().join(', ')}`);
