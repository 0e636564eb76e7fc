/** How rows of a cache move so that given rows, some of them several times, come to lie in a block at the front. */
export interface Rearrangement {
  /** Rows to copy, to be done in this order. */
  readonly copies: readonly { readonly from: number; readonly to: number }[];
  /** For each wanted row, where it comes to lie: each of 0 … wanted − 1 once. */
  readonly places: readonly number[];
}

/**
 * Plans the fewest copies: a wanted row stays where it is if it can, its further copies take the places of rows that
 * nobody wants, and holes are filled from the end.
 *
 * @param wanted rows, in any order, with repetitions
 * @param rows how many rows there are
 */
export function planRearrangement(wanted: readonly number[], rows: number): Rearrangement {
  const kept = new Set(wanted);
  const free: number[] = [];
  for (let row = 0; row < Math.max(rows, wanted.length); row++) if (!kept.has(row)) free.push(row);
  const copies: { from: number; to: number }[] = [];
  const places: number[] = [];
  const taken = new Set<number>();
  // Rows beyond the block move into it; within it, rows stay.
  const moved = new Map<number, number>();
  for (const row of kept) {
    if (row < wanted.length) continue;
    const to = free.shift()!;
    copies.push({ from: row, to });
    moved.set(row, to);
  }
  for (const row of wanted) {
    const home = moved.get(row) ?? row;
    if (!taken.has(row)) {
      taken.add(row);
      places.push(home);
      continue;
    }
    const to = free.shift()!;
    copies.push({ from: home, to });
    places.push(to);
  }
  return { copies, places };
}
