import { coreLibrary } from '../../data/library/core-library.ts';
import type { Premise } from '../../data/premise.ts';

export interface LibraryNames {
  /** Constants that the library's theorems speak of. */
  readonly constants: ReadonlySet<string>;
  readonly theorems: ReadonlySet<string>;
  /** Constants of other modules that come with Lean. */
  readonly beyond: ReadonlySet<string>;
}

let known: LibraryNames | undefined;

/** What everybody knows: the names of `Init`. What other modules define is unfolded like what the file defines. */
export function initNames(): LibraryNames {
  if (known !== undefined) return known;
  const isInit = ({ module }: Premise): boolean => /^Init\b/.test(module);
  const { premises } = coreLibrary();
  const theorems = premises.filter((premise) => premise.kind === 'theorem' && isInit(premise));
  const others = premises.filter((premise) => !isInit(premise));
  known = {
    constants: new Set(theorems.flatMap(({ constants }) => constants)),
    theorems: new Set(theorems.map(({ name }) => name)),
    beyond: new Set(others.flatMap(({ constants }) => constants)),
  };
  return known;
}
