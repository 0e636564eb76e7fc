import type { Candidate } from '../../contracts/generator.ts';
import type { Family } from './family.ts';
import type { Priors } from './priors.ts';
import { shapeOf } from './shape.ts';
import { type GoalView, isSealed } from './view.ts';

/** A tactic, where it comes from, and how much it deserves to be tried. */
export interface Draft {
  readonly tactic: string;
  readonly family: string;
  /** The goal's, as `shapeOf` gives it. */
  readonly shape: string;
  /** Place among the tactics of its family for this goal, from 0. */
  readonly rank: number;
  readonly weight: number;
}

/** What a tactic is worth on an application of the file's own predicate if it says nothing of the file's definitions. */
const blind = 0.05;

/** All tactics of all families, the most deserving first. A tactic that several families have counts for the best of them. */
export function draft(view: GoalView, families: readonly Family[], priors: Priors): readonly Draft[] {
  const shape = shapeOf(view);
  const drafts = new Map<string, Draft>();
  const proposals = families.map((family) => ({ family, tactics: family.propose(view) }));
  const leaders = proposals.filter(({ family, tactics }) => family.leads !== undefined && tactics.length > 0);
  const waiting = Math.min(1, ...leaders.map(({ family }) => family.leads ?? 1));
  const sealed = isSealed(view);
  const own = [...view.own.functions, ...view.own.predicates];
  const worth = (tactic: string): number => (sealed && !own.some((name) => tactic.includes(name)) ? blind : waiting);
  for (const { family, tactics } of proposals) {
    const { name, chance, leads } = family;
    for (const [rank, tactic] of tactics.entries()) {
      const weight = priors.weight(name, shape, rank, chance) * (leads === undefined ? worth(tactic) : 1);
      const known = drafts.get(tactic);
      if (known === undefined || known.weight < weight)
        drafts.set(tactic, { tactic, family: name, shape, rank, weight });
    }
  }
  return [...drafts.values()].toSorted((a, b) => b.weight - a.weight);
}

/** The first `count` drafts, with the share that each has of the weight of all as its probability. */
export function toCandidates(drafts: readonly Draft[], count: number): readonly Candidate[] {
  const total = drafts.reduce((sum, { weight }) => sum + weight, 0);
  return drafts
    .slice(0, count)
    .map(({ tactic, weight, family }) => ({ tactic, logProbability: Math.min(0, Math.log(weight / total)), family }));
}
