import type { Library } from '../../data/library/packed-library.ts';
import type { Premise } from '../../data/premise.ts';
import { ok, type Result } from '../../data/result.ts';
import { type Lean, type LeanFailure, listLibrary, type PremiseInfo } from '../../lean/index.ts';

/** A premise as Lean lists it. `#check` prints universe parameters behind the name: nobody looks for those. */
export const toPremise = ({
  statement,
  line,
  column,
  endLine,
  endColumn,
  arity,
  ownModuleDefinitions,
  ...info
}: PremiseInfo): Premise => ({
  ...info,
  statement: statement.replace(/^(?:\.\{[^}]*\})?\s*/, ''),
  ...(line !== undefined && { position: [line, column ?? 1] as const }),
});

/** Theorems and definitions of modules that an environment holds, in an order that does not depend on Lean's. */
export async function listModules(
  lean: Lean,
  { imports, isWanted }: { readonly imports: readonly string[]; readonly isWanted: (module: string) => boolean },
  signal?: AbortSignal,
): Promise<Result<Library, LeanFailure>> {
  const modules = await lean.listModules(imports, signal);
  if (!modules.ok) return modules;
  const listed = await listLibrary(lean, { imports, isWanted, printed: true }, signal);
  if (!listed.ok) return listed;
  return ok({
    githash: lean.version.githash,
    imports: new Map(modules.value.filter(({ name }) => isWanted(name)).map((module) => [module.name, module.imports])),
    premises: ordered(listed.value.map(toPremise)),
  });
}

/** By name. Where two modules declare the same, the first of them counts. */
function ordered(premises: readonly Premise[]): readonly Premise[] {
  const key = ({ name, module }: Premise): string => `${name}\0${module}`;
  const sorted = premises.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  return sorted.filter(({ name }, index) => sorted[index - 1]?.name !== name);
}
