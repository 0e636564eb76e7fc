import { LIBRARY_FORMAT, type LibraryManifest } from '../benchmark/library-manifest.ts';
import { novelSplits, randomSplits, type SplitTheorem, splitNames } from './splits.ts';

/** A theorem of the library as Lean lists it. */
export interface ListedTheorem extends SplitTheorem {
  /** Its statement needs definitions of its own module, so that it cannot be stated from the imports alone. */
  readonly ownModuleDefinitions: boolean;
}

/** The manifest of a benchmark of library theorems, with counts of what is in it and what was left out. */
export function buildLibraryManifest(
  listed: readonly ListedTheorem[],
  scheme: LibraryManifest['scheme'],
  lean: LibraryManifest['lean'],
): LibraryManifest {
  const stated = listed.filter(({ ownModuleDefinitions }) => !ownModuleDefinitions);
  const { splits, nearDuplicates } = scheme === 'random' ? randomSplits(stated) : novelSplits(stated);
  const modules: LibraryManifest['modules'] = {};
  for (const split of splitNames) {
    for (const { module, name } of splits[split]) {
      modules[module] ??= {};
      modules[module][split] ??= [];
      modules[module][split].push(name);
    }
  }
  return {
    kind: 'library',
    format: LIBRARY_FORMAT,
    scheme,
    lean,
    counts: {
      listed: listed.length,
      excluded: {
        'own-module-definitions': listed.length - stated.length,
        'near-duplicate-of-held-out': nearDuplicates.length,
      },
      splits: Object.fromEntries(splitNames.map((split) => [split, splits[split].length])),
    },
    modules: sortedModules(modules),
  };
}

/** The order does not depend on that in which Lean lists. */
function sortedModules(modules: LibraryManifest['modules']): LibraryManifest['modules'] {
  const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
  return Object.fromEntries(
    Object.entries(modules)
      .toSorted(byKey)
      .map(([module, splits]) => [
        module,
        Object.fromEntries(Object.entries(splits).map(([split, names]) => [split, names.toSorted()])),
      ]),
  );
}
