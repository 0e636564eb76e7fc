import { deriveSeed } from '../../data/seed.ts';

/** How a training theorem has fared in earlier rounds. */
export interface TheoremHistory {
  /** Rounds that tried it, and rounds that proved it. */
  readonly tried: number;
  readonly proved: number;
}

/** A theorem to be searched in a round, with the factor by which its budget is larger than that of a new theorem. */
export interface PlannedTheorem {
  readonly id: string;
  readonly budgetFactor: number;
}

/** The budget of a theorem doubles with each round that did not prove it, up to this factor. */
const largestFactor = 8;

export function budgetFactor({ tried, proved }: TheoremHistory): number {
  return proved > 0 ? 1 : Math.min(2 ** tried, largestFactor);
}

/**
 * How often a theorem is drawn, relative to a new one. One that every round has proved has little left to teach; one that
 * has failed at the largest budget is probably out of reach for now.
 */
export function drawWeight({ tried, proved }: TheoremHistory): number {
  if (tried === 0) return 1;
  if (proved === tried) return 0.25 / tried;
  if (proved > 0) return 1;
  return Math.min(1, (2 * largestFactor) / 2 ** tried);
}

/**
 * Draws `count` theorems for a round, without replacement, by weight (Efraimidis and Spirakis 2006: those with the largest
 * u^(1/weight)). Equal histories and seeds give equal plans.
 */
export function planRound(
  theorems: readonly string[],
  history: ReadonlyMap<string, TheoremHistory>,
  count: number,
  seed: number,
): PlannedTheorem[] {
  const keyed = theorems.map((id, position) => {
    const before = history.get(id) ?? { tried: 0, proved: 0 };
    const uniform = (deriveSeed(seed, 'theorem', id) + 0.5) / 2 ** 32;
    return { id, position, budgetFactor: budgetFactor(before), key: Math.log(uniform) / drawWeight(before) };
  });
  return keyed
    .toSorted((a, b) => b.key - a.key)
    .slice(0, count)
    .toSorted((a, b) => a.position - b.position)
    .map(({ id, budgetFactor }) => ({ id, budgetFactor }));
}
