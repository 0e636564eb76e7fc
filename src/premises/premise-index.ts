import type { Premise } from '../contracts/premises.ts';

/** What is accessible to a file: the premises of a set of modules, each with the modules that it imports. */
export class PremiseIndex {
  readonly premises: readonly Premise[];
  /** Direct imports of every module. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
  readonly #places = new Map<string, number>();

  constructor(premises: readonly Premise[], imports: ReadonlyMap<string, readonly string[]> = new Map()) {
    this.premises = premises;
    this.imports = imports;
    for (const [place, { name }] of premises.entries()) this.#places.set(name, place);
  }

  /** Place among `premises`. */
  placeOf(name: string): number | undefined {
    return this.#places.get(name);
  }

  get(name: string): Premise | undefined {
    const place = this.#places.get(name);
    return place === undefined ? undefined : this.premises[place];
  }

  /** All modules that a file with these imports sees, themselves included. */
  reachable(modules: readonly string[]): ReadonlySet<string> {
    const seen = new Set<string>();
    const open = [...modules];
    for (let module = open.pop(); module !== undefined; module = open.pop()) {
      if (seen.has(module)) continue;
      seen.add(module);
      open.push(...(this.imports.get(module) ?? []));
    }
    return seen;
  }

  /** The index with a file's own premises in front of it; what has the same name is replaced. */
  with(own: readonly Premise[]): PremiseIndex {
    const names = new Set(own.map(({ name }) => name));
    return new PremiseIndex([...own, ...this.premises.filter(({ name }) => !names.has(name))], this.imports);
  }
}
