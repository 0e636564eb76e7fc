/**
 * Appends to a list of which a graph holds millions, nearly all of one element or none. A literal takes one slot, where
 * pushing on an empty array reserves seventeen (V8).
 */
export function append<T>(list: readonly T[], item: T): readonly T[] {
  if (list.length === 0) return [item];
  (list as T[]).push(item);
  return list;
}

const nothing: readonly never[] = [];

/** The empty list to start from; shared, since `append` never changes it. */
export const emptyList = <T>(): readonly T[] => nothing;

/** Swaps an item of the list with its first. */
export function moveToFront<T>(list: readonly T[], item: T): void {
  const place = list.indexOf(item);
  const first = list[0];
  if (place <= 0 || first === undefined) return;
  (list as T[])[place] = first;
  (list as T[])[0] = item;
}
