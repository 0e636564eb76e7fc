import { LIBRARY_FORMAT, type LibraryManifest } from '../benchmark/library-manifest.ts';
import { novelSplits, randomSplits, type SplitTheorem, splitNames } from './splits.ts';

/** A theorem of the library as Lean lists it. */
export interface ListedTheorem extends SplitTheorem {
  /** Its statement needs definitions of its own module, so that it cannot be stated from the imports alone. */
  readonly ownModuleDefinitions: boolean;
}

/** What Lean assumes cannot be proved. */
const axioms = new Set(['propext', 'Quot.sound', 'Lean.ofReduceBool', 'Lean.ofReduceNat', 'Lean.trustCompiler']);

/** Lemmas that Lean derives from definitions: nobody would state them. */
const generated = /(^|\.)match_\d+(\.|$)|\.(fun_)?(induct|cases)(_unfolding)?$|\.(congr_)?eq_\d+$/;

function reasonToExclude({ name, ownModuleDefinitions }: ListedTheorem, firstModule: boolean): string | undefined {
  if (axioms.has(name)) return 'axiom';
  if (generated.test(name)) return 'generated';
  if (!firstModule) return 'in-another-module-already';
  return ownModuleDefinitions ? 'own-module-definitions' : undefined;
}

/** The manifest of a benchmark of library theorems, with counts of what is in it and what was left out. */
export function buildLibraryManifest(
  listed: readonly ListedTheorem[],
  scheme: LibraryManifest['scheme'],
  lean: LibraryManifest['lean'],
): LibraryManifest {
  const left = new Map<string, number>();
  const modules = new Map<string, string>();
  for (const { name, module } of listed) {
    const earlier = modules.get(name);
    if (earlier === undefined || module < earlier) modules.set(name, module);
  }
  const stated = listed.filter((theorem) => {
    const reason = reasonToExclude(theorem, modules.get(theorem.name) === theorem.module);
    if (reason !== undefined) left.set(reason, (left.get(reason) ?? 0) + 1);
    return reason === undefined;
  });
  const { splits, nearDuplicates } = scheme === 'random' ? randomSplits(stated) : novelSplits(stated);
  const byModule: LibraryManifest['modules'] = {};
  for (const split of splitNames) {
    for (const { module, name } of splits[split]) {
      byModule[module] ??= {};
      byModule[module][split] ??= [];
      byModule[module][split].push(name);
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
        ...Object.fromEntries([...left].toSorted(byKey)),
        'near-duplicate-of-held-out': nearDuplicates.length,
      },
      splits: Object.fromEntries(splitNames.map((split) => [split, splits[split].length])),
    },
    modules: sortedModules(byModule),
  };
}

/** The order does not depend on that in which Lean lists. */
function sortedModules(modules: LibraryManifest['modules']): LibraryManifest['modules'] {
  return Object.fromEntries(
    Object.entries(modules)
      .toSorted(byKey)
      .map(([module, splits]) => [
        module,
        Object.fromEntries(Object.entries(splits).map(([split, names]) => [split, names.toSorted()])),
      ]),
  );
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
