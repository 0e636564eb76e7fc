import type { PremiseSelector } from '../../contracts/premises.ts';
import type { PremiseLabel } from '../label.ts';
import type { PremiseIndex } from '../premise-index.ts';
import { accessibleTo } from './leakage.ts';

export const cutoffs = [1, 10, 50] as const;
const deepest = 100;

/** How one query was answered. */
export interface QueryResult {
  readonly label: PremiseLabel;
  /** Share of the used premises among the first 1, 10, 50. */
  readonly recall: Readonly<Record<(typeof cutoffs)[number], number>>;
  /** 1 / rank of the first used premise among the first hundred, 0 if there is none. */
  readonly reciprocalRank: number;
}

export interface Measurement {
  readonly selector: string;
  readonly results: readonly QueryResult[];
  readonly millisecondsPerQuery: number;
}

/** The used premises that could have been found: those of the index that are accessible. */
export function findable(index: PremiseIndex, label: PremiseLabel): readonly string[] {
  const isAccessible = accessibleTo(index, label);
  return label.premises.filter((name) => {
    const premise = index.get(name);
    return premise !== undefined && isAccessible(premise);
  });
}

/** Asks a selector about every label that has something to be found. */
export async function measure(
  selector: PremiseSelector,
  index: PremiseIndex,
  labels: readonly PremiseLabel[],
  signal?: AbortSignal,
): Promise<Measurement> {
  const asked = labels.filter((label) => findable(index, label).length > 0);
  const queries = asked.map((label) => ({
    state: label.state,
    constants: label.constants,
    head: label.head,
    isAccessible: accessibleTo(index, label),
  }));
  const start = performance.now();
  const answers = await selector.select(queries, deepest, signal);
  const milliseconds = performance.now() - start;
  const results = asked.map((label, query): QueryResult => {
    const names = (answers[query] ?? []).map(({ premise }) => premise.name);
    const used = new Set(findable(index, label));
    const recallAt = (most: number): number => names.slice(0, most).filter((name) => used.has(name)).length / used.size;
    const first = names.findIndex((name) => used.has(name));
    return {
      label,
      recall: { 1: recallAt(1), 10: recallAt(10), 50: recallAt(50) },
      reciprocalRank: first < 0 ? 0 : 1 / (first + 1),
    };
  });
  return { selector: selector.name, results, millisecondsPerQuery: milliseconds / Math.max(1, asked.length) };
}
