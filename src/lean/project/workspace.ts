/** A Lake project with the packages that it requires: which modules there are, and where. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { lakeProject } from '../discover.ts';
import type { OptionSetting } from '../protocol.ts';
import { modulePath } from './header.ts';
import type { Glob, Lakefile, Target } from './lakefile.ts';
import { readLakefile } from './read-lakefile.ts';

export interface Package extends Lakefile {
  readonly folder: string;
}

export interface Workspace {
  readonly root: Package;
  /** The project's own package, then what it requires, in the order of the manifest. */
  readonly packages: readonly Package[];
  /** Packages of the manifest whose folder is not there, and where it should be. */
  readonly missing: readonly { readonly name: string; readonly folder: string }[];
  /** What `lean-toolchain` says, such as `leanprover/lean4:v4.28.0`. */
  readonly toolchain: string | undefined;
}

/** A module of the project with what decides how it is elaborated. */
export interface ModuleSource {
  readonly module: string;
  readonly file: string;
  readonly package: string;
  readonly options: readonly OptionSetting[];
}

const Manifest = z.object({
  packagesDir: z.string().optional(),
  packages: z
    .array(
      z.object({
        name: z.string(),
        type: z.string(),
        dir: z.string().optional(),
        subDir: z.string().nullish(),
      }),
    )
    .default([]),
});

/** Roots of the modules that come with Lean. */
const libraryRoots: ReadonlySet<string> = new Set(['Init', 'Std', 'Lean', 'Lake']);
export const isLibraryModule = (module: string): boolean => libraryRoots.has(module.split('.')[0] ?? '');

/** The project that a file or folder lies in; `undefined` where it lies in none. */
export function findWorkspace(path: string): Result<Workspace, Problem> | undefined {
  const start = resolve(path);
  const folder = lakeProject(isFolder(start) ? start : dirname(start));
  return folder === undefined ? undefined : readWorkspace(folder);
}

export function readWorkspace(folder: string): Result<Workspace, Problem> {
  const root = readPackage(folder);
  if (!root.ok) return root;
  const manifest = readManifest(join(folder, 'lake-manifest.json'));
  if (!manifest.ok) return manifest;
  const packages: Package[] = [root.value];
  const missing: { name: string; folder: string }[] = [];
  const packagesDir = manifest.value.packagesDir ?? root.value.packagesDir;
  for (const { name, type, dir, subDir } of manifest.value.packages) {
    const place = type === 'path' && dir !== undefined ? dir : join(packagesDir, name, subDir ?? '');
    const at = resolve(folder, place);
    if (!isFolder(at)) missing.push({ name, folder: at });
    else {
      const read = readPackage(at);
      if (!read.ok) return read;
      packages.push(read.value);
    }
  }
  for (const name of root.value.requires) {
    const known =
      packages.some((each) => each.name === name) || manifest.value.packages.some((each) => each.name === name);
    if (!known) missing.push({ name, folder: resolve(folder, packagesDir, name) });
  }
  return ok({ root: root.value, packages, missing, toolchain: readToolchain(folder) });
}

function readPackage(folder: string): Result<Package, Problem> {
  const lakefile = readLakefile(folder);
  if (!lakefile.ok) return lakefile;
  return ok({ ...lakefile.value, name: lakefile.value.name || basename(folder), folder });
}

function readManifest(file: string): Result<z.infer<typeof Manifest>, Problem> {
  if (!existsSync(file)) return ok({ packages: [] });
  const unreadable = (why: string) =>
    fail({
      code: 'bad-manifest',
      message: `lake-manifest.json cannot be read: ${why}`,
      where: { file },
      hint: '`lake update` writes it anew.',
    });
  try {
    const parsed = Manifest.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? ok(parsed.data) : unreadable(z.prettifyError(parsed.error));
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error));
  }
}

function readToolchain(folder: string): string | undefined {
  const file = join(folder, 'lean-toolchain');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Where a module is, if a package of the workspace has it. */
export function findModule(workspace: Workspace, module: string): ModuleSource | undefined {
  for (const each of workspace.packages) {
    for (const target of each.targets) {
      if (!owns(target, module)) continue;
      const file = join(each.folder, each.srcDir, target.srcDir, `${modulePath(module)}.lean`);
      if (existsSync(file)) return { module, file, package: each.name, options: [...each.options, ...target.options] };
    }
  }
  return undefined;
}

const isBelow = (module: string, root: string): boolean => module === root || module.startsWith(`${root}.`);

const owns = (target: Target, module: string): boolean =>
  target.roots.some((root) => isBelow(module, root)) || target.globs.some((glob) => matches(glob, module));

const matches = ({ kind, module: root }: Glob, module: string): boolean =>
  kind === 'module' ? module === root : isBelow(module, root) && (kind === 'both' || module !== root);

/** The module that a file of the workspace is, with its options; `undefined` where no target has it. */
export function moduleOfFile(workspace: Workspace, file: string): ModuleSource | undefined {
  const path = resolve(file);
  for (const each of workspace.packages) {
    for (const target of each.targets) {
      const inside = relative(join(each.folder, each.srcDir, target.srcDir), path);
      if (inside.startsWith('..') || !inside.endsWith('.lean')) continue;
      const module = moduleName(inside);
      if (owns(target, module)) {
        return { module, file: path, package: each.name, options: [...each.options, ...target.options] };
      }
    }
  }
  return undefined;
}

/** `A.B` for `A/B.lean`; parts that are no identifiers are quoted as Lean quotes them. */
const moduleName = (path: string): string =>
  path
    .slice(0, -'.lean'.length)
    .split(sep)
    .map((part) => (/^[\p{L}_][\p{L}\p{N}_'!?]*$/u.test(part) ? part : `«${part}»`))
    .join('.');

/** Every module of the project's own libraries, by its globs, and what its roots import is found from there. */
export function ownModules(workspace: Workspace): readonly ModuleSource[] {
  const { root } = workspace;
  const found = new Map<string, ModuleSource>();
  for (const target of root.targets.filter((each) => each.kind === 'library')) {
    const source = join(root.folder, root.srcDir, target.srcDir);
    const options = [...root.options, ...target.options];
    const add = (module: string): void => {
      const file = join(source, `${modulePath(module)}.lean`);
      if (existsSync(file)) found.set(module, { module, file, package: root.name, options });
    };
    for (const glob of target.globs) {
      if (glob.kind !== 'submodules') add(glob.module);
      if (glob.kind !== 'module') for (const module of modulesBelow(source, glob.module)) add(module);
    }
  }
  return [...found.values()];
}

/** Modules whose files lie below a module's folder, in order. */
export function modulesBelow(source: string, module: string): readonly string[] {
  const folder = join(source, modulePath(module));
  if (!isFolder(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.lean'));
  return files.toSorted().map((name) => `${module}.${moduleName(name)}`);
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
