/**
 * How often the premise that a proof names stands at each rank, over training labels: the portfolio's prior of applying what
 * retrieval finds (`retrieved-close`), which takes the place of the counts in `models/portfolio/priors.json`; and that all of
 * these theorems are proved behind their binders (`intro-all`, for the shapes that have no counts of searches). Selectors that
 * learn from proofs learn from those of other modules than the theorem that they are asked about.
 *
 *     node benchmarks/premises/fit-ranks.ts [EVERY-NTH]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Goal } from '../../src/data/goal.ts';
import { coreLibrary } from '../../src/data/library/core-library.ts';
import { deriveSeed } from '../../src/data/seed.ts';
import { concludes, isUsable, mostClosed } from '../../src/generator/portfolio/families/theorems/retrieved.ts';
import { initNames } from '../../src/generator/portfolio/library-names.ts';
import { type Count, PriorTable, placeOf, places } from '../../src/generator/portfolio/priors.ts';
import { shapeOf } from '../../src/generator/portfolio/shape.ts';
import { viewGoal } from '../../src/generator/portfolio/view.ts';
import {
  accessibleTo,
  coreLabels,
  FusedSelector,
  fittingLabels,
  fusionMembers,
  PremiseIndex,
  type PremiseLabel,
} from '../../src/premises/index.ts';

const folds = 4;
const everyNth = Number(process.argv[2] ?? 4);
/** Cost of applying a theorem, as searches have measured it. */
const millisecondsEach = 10;

const { premises, imports } = coreLibrary();
const index = new PremiseIndex(premises, imports);
const labels = fittingLabels(coreLabels());
const foldOf = (module: string): number => deriveSeed('fusion-fold', module) % folds;

function goalOf({ state, head, constants }: PremiseLabel): Goal {
  const target = state.slice(state.lastIndexOf('⊢') + 1).trim();
  return { tag: '', pretty: state, hypotheses: [], target, head, constants };
}

const counts: Record<string, Count[]> = {};
const introduced: Record<string, Count[]> = {};
const none = (): Count[] => Array.from({ length: places }, () => ({ proved: 0, tried: 0, milliseconds: 0 }));
for (let fold = 0; fold < folds; fold++) {
  const selector = new FusedSelector(
    fusionMembers(
      index,
      labels.filter(({ module }) => foldOf(module) !== fold),
    ),
  );
  for (const label of labels.filter(({ module }, place) => foldOf(module) === fold && place % everyNth === 0)) {
    const goal = goalOf(label);
    const [ranked = []] = await selector.select([{ ...label, isAccessible: accessibleTo(index, label) }], 32);
    const view = viewGoal(goal, { name: label.theorem, localTheorems: [] }, initNames());
    const applied = ranked
      .map(({ premise }) => premise)
      .filter((premise) => isUsable(premise) && concludes(premise, view))
      .slice(0, mostClosed);
    const named = /^(?:unhygienic intros; )?(?:exact|apply)\b/.test(label.proof) ? new Set(label.premises) : new Set();
    const byPlace = counts[shapeOf(view)] ?? none();
    counts[shapeOf(view)] = byPlace;
    const bound = shapeOf(viewGoal({ ...goal, head: '∀' }, { name: label.theorem, localTheorems: [] }, initNames()));
    introduced[bound] ??= none();
    const first = introduced[bound][0]!;
    introduced[bound][0] = { proved: first.proved + 1, tried: first.tried + 1, milliseconds: first.milliseconds + 5 };
    for (const [rank, { name }] of applied.entries()) {
      const count = byPlace[placeOf(rank)]!;
      count.tried++;
      count.milliseconds += millisecondsEach;
      if (!named.has(name)) continue;
      count.proved++;
      break;
    }
  }
}

const file = new URL('../../models/portfolio/priors.json', import.meta.url);
const table = PriorTable.parse(JSON.parse(readFileSync(file, 'utf8')));
const fitted = { 'retrieved-close': counts, 'intro-all': { ...introduced, ...table.counts['intro-all'] } };
writeFileSync(file, `${JSON.stringify({ ...table, counts: { ...table.counts, ...fitted } })}\n`);
for (const [shape, byPlace] of Object.entries({ ...counts, ...introduced })) {
  console.log(shape, byPlace.map(({ proved, tried }) => `${proved}/${tried}`).join(' '));
}
