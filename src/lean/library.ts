import { fail, ok, type Result } from '../data/result.ts';
import type { LeanFailure } from './failure.ts';
import type { Lean } from './lean.ts';
import type { TheoremInfo } from './protocol.ts';

/** Modules in one request: a whole library at once is more than Lean can write down. */
const modulesAtOnce = 50;

/** Theorems of the modules that an environment with these imports holds, of those that are wanted. */
export async function listLibrary(
  lean: Pick<Lean, 'listModules' | 'listTheorems'>,
  imports: readonly string[],
  isWanted: (module: string) => boolean,
  signal?: AbortSignal,
): Promise<Result<readonly TheoremInfo[], LeanFailure>> {
  const all = await lean.listModules(imports, signal);
  if (!all.ok) return all;
  const modules = all.value.filter(isWanted);
  const theorems: TheoremInfo[] = [];
  for (let from = 0; from < modules.length; from += modulesAtOnce) {
    if (signal?.aborted) return fail({ kind: 'cancelled', message: 'cancelled' });
    const some = modules.slice(from, from + modulesAtOnce);
    const listed = await lean.listTheorems({ imports: [...imports], modules: some }, signal);
    if (!listed.ok) return listed;
    theorems.push(...listed.value);
  }
  return ok(theorems);
}
