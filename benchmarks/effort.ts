/**
 * The measures of effort side by side: each theorem is searched for with each, until its checks and its seconds are both used
 * up; what counts is what was proved within either. Seconds are those that Lean says it worked, added up, so that what else
 * runs on the machine hardly matters; with `--memory` each tactic is asked once for all measures.
 *
 *     node benchmarks/effort.ts BENCHMARK [--split S] [--sample 60] [--checks 200] [--seconds 4] [--memory FILE]
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { isStated } from '../src/data/benchmark/benchmark.ts';
import { mcnemarExact } from '../src/eval/statistics/mcnemar.ts';
import { createPortfolio } from '../src/generator/portfolio/index.ts';
import { TheoremOpener, theoremSource } from '../src/proving/index.ts';
import { type EffortMeasure, prove } from '../src/search/index.ts';
import { Memory, RememberingLean } from './portfolio/memory.ts';
import { benchmarkLean, benchmarkTheorems } from './portfolio/open.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    split: { type: 'string', default: '' },
    sample: { type: 'string', default: '60' },
    checks: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '4' },
    memory: { type: 'string', default: '/dev/null' },
  },
});

const measures: readonly EffortMeasure[] = ['none', 'steps', 'time'];
const limits = { checks: Number(values.checks), seconds: Number(values.seconds) };

const lean = await benchmarkLean();
const never = new AbortController().signal;
const opener = new TheoremOpener(lean);
const memory = new Memory(values.memory);
const generator = createPortfolio();

/** Which theorems were proved, by measure and limit. */
const proved = new Map<string, Set<string>>();
const provedBy = (measure: EffortMeasure, limit: keyof typeof limits): Set<string> => {
  const key = `${measure} ${limit}`;
  const set = proved.get(key) ?? new Set();
  proved.set(key, set);
  return set;
};

const { theorems } = await benchmarkTheorems(lean, positionals[0] ?? '', values);
for (const theorem of theorems) {
  const start = isStated(theorem) ? await opener.open(theoremSource(theorem), never) : undefined;
  if (!start?.ok) continue;
  const { states, context } = start.value;
  const remembering = new RememberingLean(lean, memory, theorem.id);
  const marks: string[] = [];
  for (const effort of measures) {
    let [checks, seconds] = [0, 0];
    const spent = new AbortController();
    const result = await prove({
      environment: {
        run: async (state, tactics, signal, patience) => {
          const outcomes = await remembering.run(state, tactics, signal, patience);
          checks += outcomes.length;
          seconds += outcomes.reduce((sum, { micros }) => sum + micros / 1e6, 0);
          if (checks >= limits.checks && seconds >= limits.seconds) setImmediate(() => spent.abort());
          return outcomes;
        },
        unknownNames: (state, names, signal) => remembering.unknownNames(state, names, signal),
        release: (released) => remembering.release(released),
      },
      generator,
      roots: states.map((state) => remembering.root(state)),
      theorem: context,
      options: { candidates: 64, effort },
      budgets: { checks: 8 * limits.checks },
      signal: spent.signal,
    });
    const isProved = result.kind === 'proved';
    if (isProved && checks <= limits.checks) provedBy(effort, 'checks').add(theorem.id);
    if (isProved && seconds <= limits.seconds) provedBy(effort, 'seconds').add(theorem.id);
    marks.push(`${effort} ${isProved ? '+' : '-'} ${checks} checks ${seconds.toFixed(1)} s`);
  }
  start.value[Symbol.dispose]();
  console.log(`${theorem.id}: ${marks.join(', ')}`);
}
await lean.close();

/** How many of the second set are not in the first. */
const notIn = (first: ReadonlySet<string>, second: ReadonlySet<string>): number =>
  [...second].filter((each) => !first.has(each)).length;

const table = new Table({
  head: ['measure', 'limit', 'proved', 'gained', 'lost', 'p'],
  style: { head: [], border: [] },
});
for (const limit of ['checks', 'seconds'] as const) {
  const base = provedBy('none', limit);
  for (const measure of measures) {
    const own = provedBy(measure, limit);
    const [gained, lost] = [notIn(base, own), notIn(own, base)];
    table.push([
      measure,
      `${limits[limit]} ${limit}`,
      own.size,
      gained,
      lost,
      mcnemarExact(gained, lost).toPrecision(2),
    ]);
  }
}
console.log(`${theorems.length} theorems`);
console.log(table.toString());
