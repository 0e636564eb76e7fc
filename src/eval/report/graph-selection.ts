import type { Tally } from '../tally.ts';

export interface ChosenGraph {
  /** Index of the theorem in the run. */
  readonly theorem: number;
  readonly id: string;
  readonly attempt: number;
}

/**
 * Which proof graphs a page can hold: those of the theorems that were named first; then one for each theorem, those
 * proved first; then the rest; within each group small ones before large ones, until the space is used up.
 */
export function chooseGraphs(
  tallies: readonly Tally[],
  packedLength: (theorem: string, attempt: number) => number | undefined,
  space: number,
  named: ReadonlySet<string>,
): { readonly chosen: readonly ChosenGraph[]; readonly left: number } {
  const graphs = tallies.flatMap((tally, theorem) => {
    const shown = tally.attempts.find(({ outcome }) => outcome.kind === 'proved') ?? tally.attempts[0];
    return tally.attempts.flatMap((record) => {
      const length = packedLength(tally.theorem.id, record.attempt);
      if (length === undefined) return [];
      const rank = named.has(tally.theorem.id) ? 0 : record !== shown ? 3 : record.outcome.kind === 'proved' ? 1 : 2;
      return [{ theorem, id: tally.theorem.id, attempt: record.attempt, length, rank }];
    });
  });
  const chosen: ChosenGraph[] = [];
  let used = 0;
  for (const { theorem, id, attempt, length } of graphs.toSorted((a, b) => a.rank - b.rank || a.length - b.length)) {
    const line = length + String(theorem).length + String(attempt).length + 3;
    if (used + line > space) continue;
    used += line;
    chosen.push({ theorem, id, attempt });
  }
  return { chosen, left: graphs.length - chosen.length };
}
