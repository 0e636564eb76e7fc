/**
 * Fits the weights of the fusion on training labels. Selectors that learn from proofs learn from those of other modules than
 * the theorem that they are asked about, as on the novel split.
 *
 *     node benchmarks/premises/fit-fusion.ts [EVERY-NTH]
 *     node benchmarks/premises/fit-fusion.ts --model models/retriever
 *
 * The second is about the fusion with a retriever, which learns from all modules but those that its training kept to validate on.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { PremiseSelector } from '../../src/contracts/premises.ts';
import { coreLibrary } from '../../src/data/library/core-library.ts';
import { deriveSeed } from '../../src/data/seed.ts';
import { cacheFolder } from '../../src/lean/index.ts';
import { type Choice, fitLinear } from '../../src/premises/evaluation/fit-linear.ts';
import { findable } from '../../src/premises/evaluation/measure.ts';
import {
  accessibleTo,
  coreLabels,
  DenseSelector,
  denseFusionMembers,
  EmbeddingStore,
  fittingLabels,
  fusionMembers,
  openEmbedder,
  PremiseIndex,
  type PremiseLabel,
} from '../../src/premises/index.ts';
import { depth, gather, memberEvidence, premiseEvidence } from '../../src/premises/selectors/evidence.ts';
import { isKeptForValidation } from '../../src/train/dataset/dataset.ts';
import { defaultRetrieverOptions } from '../../src/train/index.ts';

const { values, positionals } = parseArgs({ options: { model: { type: 'string' } }, allowPositionals: true });
const everyNth = Number(positionals[0] ?? 2);

const { premises, imports } = coreLibrary();
const index = new PremiseIndex(premises, imports);
const labels = fittingLabels(coreLabels());

interface Fold {
  readonly others: readonly PremiseLabel[];
  readonly asked: readonly PremiseLabel[];
}

/** Selectors without a model are fitted in no time, on three quarters of the modules at a time. */
function quarters(): readonly Fold[] {
  const foldOf = ({ module }: PremiseLabel): number => deriveSeed('fusion-fold', module) % 4;
  return [0, 1, 2, 3].map((fold) => ({
    others: labels.filter((label) => foldOf(label) !== fold),
    asked: labels.filter((label, place) => foldOf(label) === fold && place % everyNth === 0),
  }));
}

/** What the retriever has not been trained on. */
function keptFromTraining(): readonly Fold[] {
  const { validationShare, seed } = defaultRetrieverOptions;
  const isKept = ({ module }: PremiseLabel) => isKeptForValidation(module, validationShare, seed);
  return [{ others: labels.filter((label) => !isKept(label)), asked: labels.filter(isKept) }];
}

async function dense(folder: string): Promise<PremiseSelector> {
  const embedder = await openEmbedder(folder);
  if (!embedder.ok) throw new Error(embedder.error.message);
  const store = new EmbeddingStore({ folder: cacheFolder(process.env) });
  const selector = await DenseSelector.create({ premises, embedder: embedder.value, store });
  if (!selector.ok) throw new Error(selector.error.message);
  return selector.value;
}

const retriever = values.model === undefined ? undefined : await dense(values.model);
const choices: Choice[] = [];
let members: readonly string[] = [];
for (const { others, asked } of retriever === undefined ? quarters() : keptFromTraining()) {
  const selectors =
    retriever === undefined ? fusionMembers(index, others) : [...denseFusionMembers(index, others), retriever];
  members = selectors.map(({ name }) => name);
  for (const label of asked) {
    const used = new Set(findable(index, label));
    if (used.size === 0) continue;
    const query = { ...label, isAccessible: accessibleTo(index, label) };
    const answers = await Promise.all(selectors.map((selector) => selector.select([query], depth)));
    const candidates = gather(
      answers.map(([answer = []]) => answer),
      query,
    );
    const right = candidates.flatMap(({ premise }, place) => (used.has(premise.name) ? [place] : []));
    if (right.length > 0) choices.push({ candidates: candidates.map(({ numbers }) => numbers), right });
  }
  console.log(`${choices.length} theorems`);
}

const weights = fitLinear(choices, members.length * memberEvidence.length + premiseEvidence.length).map(
  (weight) => Math.round(1000 * weight) / 1000,
);
const fitted = {
  command: `node benchmarks/premises/fit-fusion.ts ${values.model === undefined ? everyNth : '--model models/retriever'}`,
  theorems: choices.length,
  members: Object.fromEntries(
    members.map((name, member) => [
      name,
      Object.fromEntries(memberEvidence.map((kind, i) => [kind, weights[member * memberEvidence.length + i]!])),
    ]),
  ),
  premise: Object.fromEntries(
    premiseEvidence.map((kind, i) => [kind, weights[members.length * memberEvidence.length + i]!]),
  ),
};
const folder = values.model ?? fileURLToPath(new URL('../../models/premises', import.meta.url));
writeFileSync(join(folder, 'fusion.json'), `${JSON.stringify(fitted, null, 2)}\n`);
console.log(fitted);
