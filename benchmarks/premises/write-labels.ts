/**
 * Makes the labels of the core library: from the log of `labels.ts`, and from scripts of one theorem that they name. Splits
 * are those of `benchmarks/library`: what `novel` holds out is `novel-…`, what `random` holds out of the rest is `random-…`.
 *
 *     node benchmarks/premises/write-labels.ts runs/labels.jsonl
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { coreLibrary } from '../../src/data/library/core-library.ts';
import type { TheoremUses } from '../../src/lean/index.ts';
import { isPremise, labelOf, PremiseIndex, type PremiseLabel } from '../../src/premises/index.ts';

const root = new URL('../../', import.meta.url);
const zipped = (path: string): string => gunzipSync(readFileSync(new URL(path, root))).toString();
const lines = (text: string): unknown[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const { premises, imports } = coreLibrary();
const index = new PremiseIndex(premises, imports);
const splits = new Map<string, string>();
for (const scheme of ['random', 'novel']) {
  const { modules } = JSON.parse(zipped(`benchmarks/library/${scheme}.json.gz`)) as {
    modules: Record<string, Record<string, string[]>>;
  };
  for (const held of Object.values(modules)) {
    for (const [split, names] of Object.entries(held)) {
      for (const name of names) {
        if (split !== 'train') splits.set(name, `${scheme}-${split}`);
        else if (!splits.has(name)) splits.set(name, 'train');
      }
    }
  }
}

const labels = new Map<string, PremiseLabel>();
const logs = process.argv.slice(2).flatMap((path) => lines(readFileSync(path, 'utf8'))) as {
  theorem: string;
  script: string;
  used?: TheoremUses;
}[];
for (const { theorem, script, used } of logs) {
  const split = splits.get(theorem);
  if (used !== undefined && split !== undefined) labels.set(theorem, labelOf(index, used, { split, proof: script }));
}
const steps = lines(zipped('benchmarks/library/steps/random-train.theorems.jsonl.gz')) as {
  theorem: string;
  module: string;
  steps: { state: string; tactic: string }[];
}[];
for (const { theorem, module, steps: found } of steps) {
  const premise = index.get(theorem);
  const split = splits.get(theorem);
  const step = found.find(({ state }) => !state.startsWith('⊢')) ?? found[0];
  if (labels.has(theorem) || premise === undefined || split === undefined || step === undefined) continue;
  if (!/^(?:unhygienic intros; )?(?:exact|apply)\b/.test(step.tactic)) continue;
  const named = [...new Set(step.tactic.match(/[\p{L}_][\p{L}\p{N}_.'!?]*/gu) ?? [])];
  labels.set(theorem, {
    theorem,
    module,
    split,
    state: step.state,
    constants: [...premise.constants],
    head: premise.head,
    premises: named.filter((name) => name !== theorem && isPremise(index, name)).toSorted(),
    proof: step.tactic,
    statementHash: premise.statementHash,
  });
}
const kept = [...labels.values()]
  .filter((label) => label.premises.length > 0)
  .toSorted((a, b) => (a.theorem < b.theorem ? -1 : 1));
const text = kept.map((label) => `${JSON.stringify(label)}\n`).join('');
writeFileSync(new URL('models/premises/labels.jsonl.gz', root), gzipSync(text, { level: 9 }));
const groups = Map.groupBy(kept, ({ split }) => split);
for (const [split, some] of groups) {
  const mean = some.reduce((sum, label) => sum + label.premises.length, 0) / some.length;
  console.log(`${split}: ${some.length} theorems, ${mean.toFixed(1)} premises each`);
}
