/**
 * Ariadne beside provers for first-order logic, on the same formulas, one problem after the other:
 *
 *     node benchmarks/reason.ts problems.jsonl [--seconds 5]
 *
 * Every prover that is on the PATH is asked for a proof of the conclusion and for one of its negation. Ariadne's time holds
 * the verification of its certificate by a fresh Lean; the others have no such thing.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { plainTable } from '../src/cli/display/table.ts';
import { parseProblems, type Verdict } from '../src/data/benchmark/reasoning-problem.ts';
import { readText } from '../src/data/text-file.ts';
import { createGenerator } from '../src/generator/index.ts';
import { openLean } from '../src/lean/index.ts';
import { decide } from '../src/reason/decide.ts';
import { type Formula, not } from '../src/reason/formula/formula.ts';
import { readTheory, signatureOf, type Theory } from '../src/reason/formula/theory.ts';
import { tptpText } from '../src/reason/formula/tptp-text.ts';
import { loadSat } from '../src/reason/sat.ts';

interface Prover {
  readonly name: string;
  readonly args: (file: string, seconds: number) => readonly string[];
}

const provers: readonly Prover[] = [
  { name: 'eprover', args: (file, seconds) => ['--auto', '--silent', `--cpu-limit=${seconds}`, file] },
  { name: 'vampire', args: (file, seconds) => ['--mode', 'casc', '-t', `${seconds}s`, file] },
];

interface Answer {
  readonly verdict: Verdict;
  /** Wall-clock time; of two questions the sum. */
  readonly seconds: number;
}

function tptpFile({ premises }: Theory, goal: Formula): string {
  const signature = signatureOf([...premises, goal]);
  const lines = premises.map((premise, index) => `fof(p${index + 1}, axiom, ${tptpText(premise, signature)}).`);
  return [...lines, `fof(goal, conjecture, ${tptpText(goal, signature)}).`, ''].join('\n');
}

/** What the SZS status of a prover's output says: `undefined` where it gave up. */
function provedBy(output: string): boolean | undefined {
  const status = /SZS status (\w+)/.exec(output)?.[1];
  if (status === 'Theorem' || status === 'ContradictoryAxioms') return true;
  return status === 'CounterSatisfiable' ? false : undefined;
}

async function ask({ name, args }: Prover, theory: Theory, folder: string, seconds: number): Promise<Answer> {
  const start = performance.now();
  const answers: (boolean | undefined)[] = [];
  for (const goal of [theory.conclusion, not(theory.conclusion)]) {
    const file = join(folder, 'problem.p');
    writeFileSync(file, tptpFile(theory, goal));
    const { stdout } = await execa(name, args(file, seconds), { reject: false, timeout: (seconds + 2) * 1000 });
    answers.push(provedBy(stdout));
  }
  return { verdict: verdictOf(answers), seconds: (performance.now() - start) / 1000 };
}

function verdictOf([conclusion, negation]: readonly (boolean | undefined)[]): Verdict {
  if (conclusion && negation) return 'Inconsistent';
  if (conclusion) return 'True';
  if (negation) return 'False';
  return conclusion === false && negation === false ? 'Uncertain' : 'Unknown';
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '5' } },
});
const seconds = Number(values.seconds);
const [file] = positionals;
if (file === undefined) throw new Error('usage: node benchmarks/reason.ts problems.jsonl [--seconds 5]');
const text = await readText(file);
if (!text.ok) throw new Error(text.error.message);
const problems = parseProblems(text.value, file);
if (!problems.ok) throw new Error(problems.error.message);
const opened = await openLean({ workers: 2 });
if (!opened.ok) throw new Error(opened.error.message);
const lean = opened.value;
const generator = await createGenerator({ kind: 'portfolio' });
if (!generator.ok) throw new Error(generator.error.message);
const setup = { lean, generator: generator.value, sat: await loadSat(), seconds, seed: 0 };
const present: Prover[] = [];
for (const prover of provers) {
  const { failed, code } = await execa(prover.name, ['--version'], { reject: false });
  if (!failed || code !== 'ENOENT') present.push(prover);
}

const folder = mkdtempSync(join(tmpdir(), 'ariadne-reason-'));
const unreadable: string[] = [];
const rows: {
  readonly id: string;
  readonly ours: Answer;
  readonly others: readonly Answer[];
  readonly search: number;
}[] = [];
for (const problem of problems.value) {
  const { id, formulas } = problem;
  const theory = formulas && readTheory({ premises: formulas.premises, conclusion: formulas.conclusion ?? '⊥' });
  if (!theory?.ok) {
    unreadable.push(id);
    continue;
  }
  const others: Answer[] = [];
  for (const prover of present) others.push(await ask(prover, theory.value, folder, seconds));
  const start = performance.now();
  const { verdict, seconds: spent } = await decide(theory.value, setup, new AbortController().signal, problem);
  rows.push({ id, ours: { verdict, seconds: (performance.now() - start) / 1000 }, others, search: spent.search });
  process.stderr.write(
    `${rows.length}/${problems.value.length} ${id}: ${[verdict, ...others.map((each) => each.verdict)].join(' ')}\n`,
  );
}
rmSync(folder, { recursive: true });
await lean.close();

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
const verdicts: readonly Verdict[] = ['True', 'False', 'Uncertain', 'Inconsistent', 'Unknown'];
const column = (name: string, answers: readonly Answer[], search?: readonly number[]) => [
  name,
  ...verdicts.map((verdict) => answers.filter((answer) => answer.verdict === verdict).length),
  `${median(answers.map((answer) => answer.seconds)).toFixed(2)} s`,
  search === undefined ? '' : `${median(search).toFixed(3)} s`,
];
console.log(
  `${rows.length} problems of ${file}, ${unreadable.length} cannot be read: ${unreadable.join(', ') || 'none'}`,
);
console.log(
  plainTable(
    [
      column(
        'ariadne',
        rows.map(({ ours }) => ours),
        rows.map(({ search }) => search),
      ),
      ...present.map(({ name }, index) =>
        column(
          name,
          rows.map(({ others }) => others[index]!),
        ),
      ),
    ],
    ['prover', ...verdicts, 'median time', 'search alone'],
  ),
);
for (const [index, { name }] of present.entries()) {
  const isProof = ({ verdict }: Answer) => ['True', 'False', 'Inconsistent'].includes(verdict);
  const proved = rows.filter(({ others }) => isProof(others[index]!));
  const both = proved.filter(({ ours }) => isProof(ours));
  const different = rows.filter(({ ours, others }) => ours.verdict !== others[index]!.verdict);
  console.log(`of ${proved.length} that ${name} proves or refutes, Ariadne does ${both.length}`);
  for (const { id, ours, others } of different)
    console.log(`  ${id}: ariadne ${ours.verdict}, ${name} ${others[index]!.verdict}`);
}
