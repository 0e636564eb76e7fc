/** The last part, by which namesakes are found; variants of an operation that panic (`erase!`) count as the same. */
const keyOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1).replaceAll('!', '');

/** How alike two namespaces are: parts in common, less a little for every part, so that of equals the shorter is nearer. */
function likeness(parts: ReadonlySet<string>, other: string): number {
  const others = new Set(other.split('.'));
  return [...others].filter((part) => parts.has(part)).length - others.size / 10;
}

/**
 * The theorems of a library by the last part of their names. Libraries state the same fact about one structure after
 * another under the same name (`DTreeMap.isEmpty_insert`, `TreeMap.isEmpty_insert`), and prove the later from the earlier.
 */
export class Namesakes {
  readonly #byLast: ReadonlyMap<string, readonly string[]>;

  constructor(names: Iterable<string>) {
    this.#byLast = Map.groupBy(new Set(names), keyOf);
  }

  /** At most `most` other theorems with the same last part, those in similar namespaces first. */
  of(name: string, most: number): readonly string[] {
    const parts = new Set(name.split('.'));
    return (this.#byLast.get(keyOf(name)) ?? [])
      .filter((other) => other !== name)
      .map((other) => ({ other, likeness: likeness(parts, other) }))
      .toSorted((a, b) => b.likeness - a.likeness || (a.other < b.other ? -1 : 1))
      .slice(0, most)
      .map(({ other }) => other);
  }
}
