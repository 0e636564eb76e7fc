/**
 * What share of Lean's refusals is foreseen, by reason, and how the others begin: searches with the shipped model beside the
 * portfolio, or with the portfolio alone.
 *
 *     node benchmarks/foresight.ts BENCHMARK [--split S] [--sample 30] [--checks 100] [--generator mix|portfolio] [--unknown]
 *
 * `--unknown` prints the tactics that Lean still refuses for a name that it does not know.
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { createGenerator } from '../src/generator/index.ts';
import { plainSampling } from '../src/generator/options.ts';
import { benchmarkLean, benchmarkTheorems, unwrap } from './portfolio/open.ts';
import { searchAll } from './portfolio/search.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    split: { type: 'string', default: '' },
    sample: { type: 'string', default: '30' },
    checks: { type: 'string', default: '100' },
    generator: { type: 'string', default: 'mix' },
    unknown: { type: 'boolean', default: false },
  },
});

const portfolio = { kind: 'portfolio' } as const;
const model = {
  kind: 'onnx',
  model: 'models/small',
  device: 'cpu',
  decoding: plainSampling,
  onNotice: console.error,
} as const;
const parts = [portfolio, model].map((generator) => ({ weight: 1, generator }));
const generator = unwrap(await createGenerator(values.generator === 'mix' ? { kind: 'mix', parts } : portfolio));
const lean = await benchmarkLean();
const { theorems } = await benchmarkTheorems(lean, positionals[0] ?? '', values);

const counts = new Map<string, number>();
const count = (name: string, by = 1): void => void counts.set(name, (counts.get(name) ?? 0) + by);
let accepted = 0;
let proved = 0;

await searchAll(theorems, {
  lean,
  generator,
  options: {},
  budgets: { checks: Number(values.checks) },
  onSearch: ({ events, result }) => {
    if (result?.kind === 'proved') proved++;
    for (const [reason, foreseen] of Object.entries(result?.stats.foreseen ?? {}))
      count(`foreseen: ${reason}`, foreseen);
    for (const event of events) {
      if (event.kind !== 'tactic-checked') continue;
      if (event.outcome === 'proved' || event.outcome === 'progress') accepted++;
      else {
        const message = event.message ?? '';
        const isUnknown = /[Uu]nknown (?:identifier|constant)/.test(message);
        if (isUnknown && values.unknown) console.log(JSON.stringify(event.tactic), message.split('\n')[0]);
        count(isUnknown ? 'Lean: unknown name' : `Lean: ${event.outcome}`);
      }
    }
  },
});
await generator.close();
await lean.close();

const refused = [...counts.values()].reduce((a, b) => a + b, 0);
const table = new Table({ head: ['refused', 'tactics', 'share'], style: { head: [], border: [] } });
for (const [reason, tactics] of [...counts].toSorted(([, a], [, b]) => b - a)) {
  table.push([reason, tactics, `${((100 * tactics) / refused).toFixed(1)}%`]);
}
console.log(table.toString());
console.log(`${proved} proved; ${accepted} tactics accepted, ${refused} refused`);
