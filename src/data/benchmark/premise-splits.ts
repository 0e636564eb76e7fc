/**
 * The two ways in which LeanDojo splits the theorems of a project (Yang et al., "LeanDojo", 2023, section 4): at random, and so
 * that every theorem that is held out rests on a premise that no theorem of the training split rests on.
 */
import { type SplitName, splitNames } from '../library/splits.ts';
import { deriveSeed } from '../seed.ts';

export interface PremiseTheorem {
  /** Unique among those that are split. */
  readonly name: string;
  /** Full names of what its proof uses. */
  readonly premises: readonly string[];
}

export const schemes = ['random', 'novel'] as const;
export type Scheme = (typeof schemes)[number];

/** Of the theorems, each of validation and test. */
const heldOutShare = 0.1;

export type Splits<T> = Readonly<Record<SplitName, readonly T[]>>;

/** The same theorems give the same splits, in whatever order they come. */
export function splitByScheme<T extends PremiseTheorem>(theorems: readonly T[], scheme: Scheme): Splits<T> {
  const size = Math.round(theorems.length * heldOutShare);
  const drawn = shuffled(theorems, scheme);
  const heldOut = scheme === 'random' ? drawn.slice(0, 2 * size) : usersOfRarePremises(drawn, 2 * size);
  const isHeldOut = new Set(heldOut);
  return {
    train: theorems.filter((theorem) => !isHeldOut.has(theorem)),
    valid: heldOut.slice(0, size),
    test: heldOut.slice(size),
  };
}

/**
 * From the premise that the fewest theorems use upwards, all its users, until there are enough: so none of these premises is
 * used in training.
 */
function usersOfRarePremises<T extends PremiseTheorem>(theorems: readonly T[], wanted: number): readonly T[] {
  const users = new Map<string, T[]>();
  for (const theorem of theorems) {
    for (const premise of new Set(theorem.premises)) {
      const others = users.get(premise);
      if (others === undefined) users.set(premise, [theorem]);
      else others.push(theorem);
    }
  }
  const chosen = new Set<T>();
  const rareFirst = [...users].toSorted(([a, as], [b, bs]) => as.length - bs.length || (a < b ? -1 : 1));
  for (const [, theorems] of rareFirst) {
    if (chosen.size >= wanted) break;
    for (const theorem of theorems) chosen.add(theorem);
  }
  return shuffled([...chosen], 'novel');
}

const shuffled = <T extends PremiseTheorem>(theorems: readonly T[], purpose: string): readonly T[] =>
  theorems
    .map((theorem) => ({ theorem, rank: deriveSeed('project-split', purpose, theorem.name) }))
    .toSorted((a, b) => a.rank - b.rank || (a.theorem.name < b.theorem.name ? -1 : 1))
    .map(({ theorem }) => theorem);

/** How many theorems each split holds. */
export const splitCounts = (splits: Splits<unknown>): Record<string, number> =>
  Object.fromEntries(splitNames.map((split) => [split, splits[split].length]));
