/**
 * Are the verdicts still the same? Takes proofs that runs under `results/` have recorded as verified, and asks the judge again.
 * Exits with 1 where one is not verified now.
 *
 *     node benchmarks/lean/rejudge.ts --sets DIR [--sample 20] [--run NAME]…
 *
 * `DIR` holds the theorem sets of other people, as `NAME.jsonl`; runs whose set is not there are left out, and named.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BenchmarkTheorem } from '../../src/data/benchmark/benchmark.ts';
import { loadBenchmark } from '../../src/data/benchmark/load.ts';
import { openLean } from '../../src/lean/index.ts';
import { TheoremOpener, theoremSource, verifyScript } from '../../src/proving/index.ts';

const { values } = parseArgs({
  options: {
    sets: { type: 'string', default: '' },
    sample: { type: 'string', default: '20' },
    run: { type: 'string', multiple: true, default: [] },
  },
});
const results = new URL('../../results/', import.meta.url).pathname;
const library = new URL('../library/', import.meta.url).pathname;

interface Attempt {
  readonly theorem: string;
  readonly outcome: { readonly kind: string; readonly script?: string };
}

const setOf = (run: string): string =>
  run.startsWith('library_')
    ? join(library, `${run.split('_')[1]}.json.gz`)
    : join(values.sets, `${run.replace(/_mix$/, '')}.jsonl`);

/** So many, evenly spread. */
function spread<T>(all: readonly T[], count: number): readonly T[] {
  if (all.length <= count) return all;
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]!);
}

const opened = await openLean({ lean: 'embedded', workers: 1 });
if (!opened.ok) throw new Error(opened.error.message);
await using lean = opened.value;
let disagreements = 0;
for (const run of readdirSync(results).toSorted()) {
  const log = join(results, run, 'attempts.jsonl');
  if (!existsSync(log) || (values.run.length > 0 && !values.run.includes(run))) continue;
  if (!existsSync(setOf(run))) {
    console.log(`${run}: its theorems are not here`);
    continue;
  }
  const benchmark = await loadBenchmark(setOf(run), '', () => Promise.reject(new Error('no Lean file')));
  if (!benchmark.ok) throw new Error(benchmark.error.message);
  const theorems = new Map(benchmark.value.theorems.map((theorem) => [theorem.id, theorem]));
  const attempts = readFileSync(log, 'utf8').trim().split('\n');
  const proved = attempts.map((line) => JSON.parse(line) as Attempt).filter(({ outcome }) => outcome.kind === 'proved');
  const chosen = spread(proved, Number(values.sample));
  let verified = 0;
  for (const { theorem: id, outcome } of chosen) {
    const theorem = theorems.get(id);
    const verdict = theorem === undefined ? 'it is not in the set' : await verdictOn(theorem, outcome.script ?? '');
    if (verdict === 'verified') verified++;
    else console.log(`  ${run}/${id}: ${verdict}`);
  }
  disagreements += chosen.length - verified;
  console.log(`${run}: ${verified} of ${chosen.length} verified again, of ${proved.length} proofs`);
}
process.exitCode = disagreements === 0 ? 0 : 1;

async function verdictOn(theorem: BenchmarkTheorem, script: string): Promise<string> {
  if (theorem.kind === 'invalid') return theorem.message;
  const place = await new TheoremOpener(lean).open(theoremSource(theorem));
  if (!place.ok) return JSON.stringify(place.error);
  using open = place.value;
  const verdict = await verifyScript(lean, open, script.split('\n'));
  return verdict.kind === 'rejected' ? `${verdict.reason}: ${verdict.message}` : verdict.kind;
}
