/** `base`, or `base` with the first number that makes it a name that is not taken. */
export function freshName(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  for (let index = 1; ; index++) if (!taken.has(`${base}${index}`)) return `${base}${index}`;
}

/** Gives out new names one after another. */
export class NameSource {
  readonly #taken: Set<string>;

  constructor(taken: ReadonlySet<string>) {
    this.#taken = new Set(taken);
  }

  next(base: string): string {
    const name = freshName(base, this.#taken);
    this.#taken.add(name);
    return name;
  }
}
