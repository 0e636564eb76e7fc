/**
 * What files of a project need before the embedded Lean can elaborate them: the modules that they import, compiled. Only
 * those are built, and only where they are not in the cache.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { ModuleList } from '../embedded/image/restore.ts';
import { embeddedVersion } from '../embedded/wasm/package.ts';
import { type BuildSettings, buildModules, type CompilingLean } from './build-project.ts';
import { readHeader } from './header.ts';
import { importNotBuilt, missingImport, needsMathlib, outsideProject, toolchainNote } from './problems.ts';
import { findWorkspace, isLibraryModule, type Workspace } from './workspace.ts';

/** A file with what it imports from outside the library. */
interface Needs {
  readonly file: string;
  readonly imports: readonly string[];
}

/** Compiles what the files import, and answers with a file that lists it; `''` where they import the library alone. */
export async function compileImports(
  files: readonly string[],
  lean: CompilingLean,
  settings: BuildSettings,
): Promise<Result<string, Problem>> {
  const groups = new Map<string, { workspace: Workspace; needs: Needs[] }>();
  for (const file of files) {
    const imports = importsOf(file);
    const [first] = imports;
    if (first === undefined) continue;
    const mathlib = imports.find((module) => module.split('.')[0] === 'Mathlib');
    if (mathlib !== undefined) return fail(needsMathlib(file, mathlib));
    const workspace = findWorkspace(file);
    if (workspace === undefined) return fail(outsideProject(file, first));
    if (!workspace.ok) return workspace;
    const { folder } = workspace.value.root;
    const group = groups.get(folder) ?? { workspace: workspace.value, needs: [] };
    group.needs.push({ file, imports });
    groups.set(folder, group);
  }
  if (groups.size === 0) return ok('');
  const list = new Map<string, string>();
  for (const { workspace, needs } of groups.values()) {
    const built = await buildFor(workspace, needs, lean, settings);
    if (!built.ok) return built;
    for (const [path, file] of built.value) list.set(path, file);
  }
  return ok(writeList(lean.cache, [...list]));
}

function importsOf(file: string): readonly string[] {
  return importsBeyondLibrary(existsSync(file) ? readFileSync(file, 'utf8') : '');
}

/** The modules that a Lean file imports and that do not come with Lean. */
export const importsBeyondLibrary = (text: string): readonly string[] =>
  readHeader(text).imports.filter((module) => !isLibraryModule(module));

async function buildFor(
  workspace: Workspace,
  needs: readonly Needs[],
  lean: CompilingLean,
  settings: BuildSettings,
): Promise<Result<ModuleList, Problem>> {
  const { folder, name } = workspace.root;
  const note = toolchainNote(workspace.toolchain, embeddedVersion);
  settings.onEvent({ kind: 'project-found', folder, name, notes: note === undefined ? [] : [note] });
  const roots = [...new Set(needs.flatMap(({ imports }) => imports))];
  const { graph, outcomes, artifacts } = await buildModules(workspace, roots, lean, settings);
  if (settings.signal.aborted)
    return fail({ code: 'interrupted', message: 'The build was interrupted; it goes on there next time.' });
  for (const { file, imports } of needs) {
    for (const module of imports) {
      if (outcomes.get(module)?.kind === 'compiled') continue;
      const { obstacles } = graph;
      const obstacle = obstacles.find((each) => each.module === module) ?? obstacles[0];
      const unbuilt = graph.nodes.some((node) => node.module === module) || obstacle === undefined;
      return fail(unbuilt ? importNotBuilt(file, module, outcomes) : missingImport(file, obstacle, workspace));
    }
  }
  const compiled = graph.nodes.filter(({ module }) => outcomes.get(module)?.kind === 'compiled');
  return ok(compiled.flatMap(({ key, module }) => artifacts.files(key, module)));
}

function writeList(cache: string, list: ModuleList): string {
  const text = JSON.stringify(list);
  const name = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const file = resolve(join(cache, 'modules', `list-${name}.json`));
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
  return file;
}
