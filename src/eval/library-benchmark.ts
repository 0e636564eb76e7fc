import { join } from 'node:path';
import type { LibraryManifest } from '../data/benchmark/library-manifest.ts';
import { buildLibraryManifest } from '../data/library/build-manifest.ts';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { type Lean, listLibrary } from '../lean/index.ts';
import { writeText } from '../store/write-text.ts';

export interface WrittenManifest {
  readonly path: string;
  readonly manifest: LibraryManifest;
}

/**
 * Makes benchmarks of the theorems in the modules at and below some roots: one split at random, one in which the test
 * theorems stand in modules of their own. Writes a manifest of each into a folder.
 */
export async function writeLibraryBenchmarks(
  lean: Lean,
  {
    roots,
    folder,
    signal,
  }: { readonly roots: readonly string[]; readonly folder: string; readonly signal: AbortSignal },
): Promise<Result<readonly WrittenManifest[], Problem>> {
  const isBelow = (module: string) => roots.some((root) => module === root || module.startsWith(`${root}.`));
  const listed = await listLibrary(lean, { imports: roots, isWanted: isBelow, printed: false }, signal);
  if (!listed.ok) {
    const { kind, message } = listed.error;
    return fail({ code: `lean-${kind}`, message: `Lean could not list theorems: ${message.split('\n')[0]}` });
  }
  const theorems = listed.value.filter(({ kind }) => kind === 'theorem');
  const { leanVersion: version, githash } = lean.version;
  const written: WrittenManifest[] = [];
  for (const scheme of ['random', 'novel'] as const) {
    const manifest = buildLibraryManifest(theorems, scheme, { version, githash });
    const path = join(folder, `${scheme}.json.gz`);
    const saved = await writeText(path, `${JSON.stringify(manifest)}\n`);
    if (!saved.ok) return saved;
    written.push({ path, manifest });
  }
  return ok(written);
}
