import { fail, ok, type Result } from '../data/result.ts';
import type { LeanFailure } from './failure.ts';
import type { Lean } from './lean.ts';
import type { PremiseInfo } from './protocol.ts';

/** Modules in one request: a whole library at once is more than Lean can write down. */
const modulesAtOnce = 30;

export interface LibraryListing {
  readonly imports: readonly string[];
  readonly isWanted: (module: string) => boolean;
  /** Print the statements? It is most of the work. */
  readonly printed: boolean;
}

/** Theorems and definitions of the modules that an environment with these imports holds, of those that are wanted. */
export async function listLibrary(
  lean: Pick<Lean, 'listModules' | 'listPremises'>,
  { imports, isWanted, printed }: LibraryListing,
  signal?: AbortSignal,
): Promise<Result<readonly PremiseInfo[], LeanFailure>> {
  const all = await lean.listModules(imports, signal);
  if (!all.ok) return all;
  const modules = all.value.map(({ name }) => name).filter(isWanted);
  const batches = Array.from({ length: Math.ceil(modules.length / modulesAtOnce) }, (_, index) =>
    modules.slice(index * modulesAtOnce, (index + 1) * modulesAtOnce),
  );
  const listed = await Promise.all(
    batches.map((some) => lean.listPremises({ imports: [...imports], modules: some, printed }, signal)),
  );
  if (signal?.aborted) return fail({ kind: 'cancelled', message: 'cancelled' });
  const premises: PremiseInfo[] = [];
  for (const some of listed) {
    if (!some.ok) return some;
    premises.push(...some.value);
  }
  return ok(premises);
}
