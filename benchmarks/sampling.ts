/**
 * How many samples of the model a state is worth: for each way of decoding and each number of samples from 1 to 256, the
 * different tactics, those of them that Lean takes, and those that close the goal, for a sample and for a second; and how
 * many samples the loss predicts that the first closing tactic needs, against how many it needed. The states are theorems
 * of a split that the model has not been trained on, with their variables introduced.
 *
 *     node benchmarks/sampling.ts [--model models/small] [--benchmark FILE] [--split valid] [--sample 24] [--most 256]
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import type { OpenState, ProofEnvironment } from '../src/contracts/environment.ts';
import type { TheoremContext } from '../src/contracts/generator.ts';
import { createGenerator } from '../src/generator/index.ts';
import { type DecodingOptions, plainSampling } from '../src/generator/options.ts';
import { TheoremOpener, theoremSource } from '../src/proving/index.ts';
import { benchmarkLean, benchmarkTheorems } from './portfolio/open.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'models/small' },
    benchmark: { type: 'string', default: 'benchmarks/library/random.json.gz' },
    split: { type: 'string', default: 'valid' },
    sample: { type: 'string', default: '24' },
    most: { type: 'string', default: '256' },
  },
});

const sampling = { ...plainSampling };
const methods: Readonly<Record<string, DecodingOptions>> = {
  'temperature 1': sampling,
  'temperature 0.7': { ...sampling, temperature: 0.7 },
  'temperature 1.3': { ...sampling, temperature: 1.3 },
  'top-p 0.95': { ...sampling, topP: 0.95 },
  'top-k 20': { ...sampling, topK: 20 },
  'min-p 0.05': { ...sampling, minP: 0.05 },
  beam: { kind: 'beam', lengthPenalty: 0 },
};
const budgets = [1, 4, 16, 64, 256].filter((budget) => budget <= Number(values.most));
/** A beam keeps all of its hypotheses at once. */
const widestBeam = 64;

type Verdict = 'closes' | 'goes on' | 'is refused';
type Environment = typeof lean;
type State = Environment extends ProofEnvironment<infer S> ? OpenState<S> : never;
interface Start {
  readonly context: TheoremContext;
  readonly state: State;
  /** What Lean has said of tactics on it. */
  readonly known: Map<string, Verdict>;
}

const { signal } = new AbortController();
const lean = await benchmarkLean({ milliseconds: 4000 });
const { theorems } = await benchmarkTheorems(lean, values.benchmark, values);
const opener = new TheoremOpener(lean);

const opened: Start[] = [];
for (const theorem of theorems) {
  if (theorem.kind === 'invalid') continue;
  const start = await opener.open(theoremSource(theorem), signal);
  if (!start.ok) continue;
  const [root] = start.value.states;
  const [introduced] = root === undefined ? [] : await lean.run(root.state, ['unhygienic intros'], signal);
  const state = introduced?.kind === 'progress' ? introduced.states[0] : root;
  if (state !== undefined) opened.push({ context: start.value.context, state, known: new Map<string, Verdict>() });
}

/** What Lean says of a tactic on a state, asked once. */
async function judged({ state, known }: Start, tactics: readonly string[]): Promise<Verdict[]> {
  const unknown = tactics.filter((tactic) => !known.has(tactic));
  const outcomes = unknown.length === 0 ? [] : await lean.run(state.state, unknown, signal);
  for (const [i, outcome] of outcomes.entries()) {
    if (outcome.kind === 'progress') lean.release(outcome.states.map((made) => made.state));
    known.set(
      unknown[i]!,
      outcome.kind === 'proved' ? 'closes' : outcome.kind === 'progress' ? 'goes on' : 'is refused',
    );
  }
  return tactics.map((tactic) => known.get(tactic)!);
}

const rows = new Table({
  head: ['decoding', 'samples', 'different', 'valid', 'closing', 'states closed', 'closing / s', 'tokens / s'],
});
const closingChance = new Map<number, number>();
const firstClosed = new Map<number, number>();
for (const [name, decoding] of Object.entries(methods)) {
  for (const count of budgets) {
    if (decoding.kind === 'beam' && count > widestBeam) continue;
    const generator = await createGenerator({ kind: 'onnx', model: values.model, decoding, remember: 0 });
    if (!generator.ok) throw new Error(generator.error.message);
    const total = { different: 0, valid: 0, closing: 0, closed: 0, tokens: 0, seconds: 0 };
    for (const [index, start] of opened.entries()) {
      const request = { theorem: start.context, goals: start.state.goals, count, seed: index };
      const before = performance.now();
      const [proposal] = await generator.value.propose([request], signal);
      total.seconds += (performance.now() - before) / 1000;
      if (proposal?.kind !== 'candidates') continue;
      const verdicts = await judged(
        start,
        proposal.candidates.map(({ tactic }) => tactic),
      );
      const closing = proposal.candidates.filter((_, i) => verdicts[i] === 'closes');
      total.tokens += proposal.tokens;
      total.different += verdicts.length;
      total.valid += verdicts.filter((verdict) => verdict !== 'is refused').length;
      total.closing += closing.length;
      total.closed += closing.length > 0 ? 1 : 0;
      if (name !== 'temperature 1') continue;
      const chance = closing.reduce((sum, { logProbability }) => sum + Math.exp(logProbability), 0);
      closingChance.set(index, Math.max(closingChance.get(index) ?? 0, chance));
      if (closing.length > 0 && !firstClosed.has(index)) firstClosed.set(index, count);
    }
    await generator.value.close();
    const states = opened.length;
    const each = (value: number) => (value / states).toFixed(2);
    rows.push([
      name,
      count,
      ...[each(total.different), each(total.valid), each(total.closing), `${total.closed} of ${states}`],
      ...[(total.closing / total.seconds).toFixed(1), Math.round(total.tokens / total.seconds)],
    ]);
  }
}
console.log(rows.toString());

// A state whose closing tactics have together the probability p is expected to need 1/p samples.
const budgetTable = new Table({
  head: ['predicted samples, 1/p', 'states', ...budgets.map((n) => `closed within ${n}`), 'expected'],
});
const edges = [1, 4, 16, 64, 256, Number.POSITIVE_INFINITY];
for (const [i, edge] of edges.entries()) {
  const inBin = [...closingChance].filter(([, p]) => p > 0 && 1 / p <= edge && 1 / p > (edges[i - 1] ?? 0));
  const expected = budgets.map((n) => inBin.reduce((sum, [, p]) => sum + 1 - (1 - Math.min(1, p)) ** n, 0).toFixed(1));
  const closed = budgets.map((n) => inBin.filter(([state]) => (firstClosed.get(state) ?? Infinity) <= n).length);
  budgetTable.push([`≤ ${edge}`, inBin.length, ...closed, expected.join(' ')]);
}
const never = opened.length - [...closingChance.values()].filter((p) => p > 0).length;
budgetTable.push(['none found', never, ...budgets.map(() => 0), '']);
console.log(budgetTable.toString());
await lean.close();
