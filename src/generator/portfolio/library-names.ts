import { coreLibrary } from '../../data/library/core-library.ts';

export interface LibraryNames {
  /** Constants that the library's theorems speak of. */
  readonly constants: ReadonlySet<string>;
  readonly theorems: ReadonlySet<string>;
}

let known: LibraryNames | undefined;

/** What everybody knows: the names of `Init`. What other modules define is unfolded like what the file defines. */
export function initNames(): LibraryNames {
  if (known !== undefined) return known;
  const theorems = coreLibrary().premises.filter(({ module, kind }) => kind === 'theorem' && /^Init\b/.test(module));
  known = {
    constants: new Set(theorems.flatMap(({ constants }) => constants)),
    theorems: new Set(theorems.map(({ name }) => name)),
  };
  return known;
}
