/**
 * Fits the weights of the fusion on training labels. Selectors that learn from proofs learn from those of other modules than
 * the theorem that they are asked about, as on the novel split.
 *
 *     node benchmarks/premises/fit-fusion.ts [EVERY-NTH]
 */
import { writeFileSync } from 'node:fs';
import { coreLibrary } from '../../src/data/library/core-library.ts';
import { deriveSeed } from '../../src/data/seed.ts';
import { type Choice, fitLinear } from '../../src/premises/evaluation/fit-linear.ts';
import { findable } from '../../src/premises/evaluation/measure.ts';
import { accessibleTo, coreLabels, fittingLabels, fusionMembers, PremiseIndex } from '../../src/premises/index.ts';
import { depth, gather, memberEvidence, premiseEvidence } from '../../src/premises/selectors/evidence.ts';

const folds = 4;
const everyNth = Number(process.argv[2] ?? 2);

const { premises, imports } = coreLibrary();
const index = new PremiseIndex(premises, imports);
const labels = fittingLabels(coreLabels());
const foldOf = (module: string): number => deriveSeed('fusion-fold', module) % folds;

const choices: Choice[] = [];
let members: readonly string[] = [];
for (let fold = 0; fold < folds; fold++) {
  const others = labels.filter(({ module }) => foldOf(module) !== fold);
  const asked = labels.filter(({ module }, place) => foldOf(module) === fold && place % everyNth === 0);
  const selectors = fusionMembers(index, others);
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
  console.log(`fold ${fold + 1}: ${choices.length} theorems`);
}

const weights = fitLinear(choices, members.length * memberEvidence.length + premiseEvidence.length).map(
  (weight) => Math.round(1000 * weight) / 1000,
);
const fitted = {
  command: `node benchmarks/premises/fit-fusion.ts ${everyNth}`,
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
writeFileSync(new URL('../../models/premises/fusion.json', import.meta.url), `${JSON.stringify(fitted, null, 2)}\n`);
console.log(fitted);
