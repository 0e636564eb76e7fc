import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../data/result.ts';
import type { Assignment } from '../link/wire.ts';
import { hashFolder, type ParcelCache } from '../parcels/folder.ts';

const described = new Set(['lakefile.toml', 'lake-manifest.json', 'lean-toolchain']);
const isSource = (name: string): boolean => name.endsWith('.lean') || described.has(name);

/**
 * The files of a Lake project that its modules are built from, as paths with `/`, sorted: Lean text, and what says how to
 * build it. Nothing that was built, and no links.
 *
 * @param packages whether those that Lake has fetched belong to it; else its manifest says which they are
 */
export async function projectSources(root: string, packages: boolean): Promise<string[]> {
  const found: string[] = [];
  const walk = async (path: string): Promise<void> => {
    for (const entry of await readdir(join(root, path), { withFileTypes: true })) {
      const inside = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isFile() && isSource(entry.name)) found.push(inside);
      if (entry.isDirectory() && isPartOfIt(inside, entry.name, packages)) await walk(inside);
    }
  };
  await walk('');
  return found.toSorted();
}

function isPartOfIt(path: string, name: string, packages: boolean): boolean {
  if (name === '.lake') return packages;
  if (/(?:^|\/)\.lake\//.test(path)) return name !== 'build' && !name.startsWith('.');
  return !name.startsWith('.') && name !== 'node_modules';
}

/** Where a worker finds the project that work belongs to, and its Lean files that will be worked on. */
export interface ProjectPlace {
  readonly cwd: string;
  readonly files: readonly string[];
}

/**
 * The project of an assignment at a worker. The embedded Lean builds what came through the queue. A native one needs a
 * project that Lake has built, which the worker must have been given: it is taken where its sources are the same.
 *
 * @param checkout the built project, where the worker's Lean is native
 */
export async function placeOfProject(
  { hash, files }: NonNullable<Assignment['project']>,
  cache: ParcelCache,
  lean: { readonly native: boolean; readonly checkout: string | undefined },
): Promise<Result<ProjectPlace, string>> {
  const placed = (cwd: string) => ok({ cwd, files: files.map((file) => join(cwd, ...file.split('/'))) });
  if (!lean.native) return placed(await cache.folder(hash, 'project'));
  const { checkout } = lean;
  if (checkout === undefined) {
    return fail('its theorems import a Lake project; start it with --project and a checkout that Lake has built');
  }
  const own = await hashFolder(checkout, await projectSources(checkout, false));
  return own === hash ? placed(checkout) : fail(`the sources in its --project ${checkout} are not those of this run`);
}
