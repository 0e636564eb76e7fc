/** A look at a project without building anything: what it is, which Lean it wants, what would be built. */
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { prepareEmbedded } from '../embedded/embedded-command.ts';
import { embeddedVersion } from '../embedded/wasm/package.ts';
import { Artifacts } from './build/artifacts.ts';
import { importGraph, type Obstacle } from './build/graph.ts';
import { type BuildSettings, buildModules, type ProjectBuild } from './build-project.ts';
import { toolchainNote } from './problems.ts';
import { findWorkspace, ownModules, type Workspace } from './workspace.ts';

export interface ProjectReport {
  readonly name: string;
  readonly folder: string;
  readonly lakefile: string;
  readonly toolchain: string | undefined;
  readonly note: string | undefined;
  readonly packages: readonly string[];
  readonly missingPackages: readonly string[];
  /** Modules of its own libraries and what they import. */
  readonly modules: number;
  /** Of these, those that are in the cache already. */
  readonly cached: number;
  readonly obstacles: readonly Obstacle[];
}

/** The project that a folder lies in. */
export function workspaceOf(folder: string): Result<Workspace, Problem> {
  const workspace = findWorkspace(folder);
  if (workspace !== undefined) return workspace;
  return fail({
    code: 'no-lake-project',
    message: `${folder} lies in no Lake project.`,
    where: { file: folder },
    hint: 'A Lake project is a folder with a lakefile.toml or a lakefile.lean.',
  });
}

/** What the embedded Lean would do with the project that a folder lies in; `undefined` where it lies in none. */
export async function inspectProject(
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<Result<ProjectReport, Problem> | undefined> {
  const found = findWorkspace(folder);
  if (found === undefined || !found.ok) return found;
  const lean = await prepareEmbedded(env, () => {});
  if (!lean.ok) return lean;
  const { cache, identity } = lean.value.compiling;
  const { root, packages, missing, toolchain } = found.value;
  const roots = ownModules(found.value).map(({ module }) => module);
  const { nodes, obstacles } = importGraph(found.value, roots, identity);
  const artifacts = new Artifacts(cache);
  return ok({
    name: root.name,
    folder: root.folder,
    lakefile: root.file,
    toolchain,
    note: toolchainNote(toolchain, embeddedVersion),
    packages: packages.slice(1).map(({ name }) => name),
    missingPackages: missing.map(({ name }) => name),
    modules: nodes.length,
    cached: nodes.filter(({ key }) => artifacts.record(key) !== undefined).length,
    obstacles,
  });
}

/** Builds all modules of a project's own libraries, or those that are named, with what they import. */
export async function buildProject(
  folder: string,
  modules: readonly string[],
  env: NodeJS.ProcessEnv,
  settings: BuildSettings,
): Promise<Result<ProjectBuild, Problem>> {
  const workspace = workspaceOf(folder);
  if (!workspace.ok) return workspace;
  const lean = await prepareEmbedded(env, () => {});
  if (!lean.ok) return lean;
  const { root, toolchain } = workspace.value;
  const note = toolchainNote(toolchain, embeddedVersion);
  settings.onEvent({
    kind: 'project-found',
    folder: root.folder,
    name: root.name,
    notes: note === undefined ? [] : [note],
  });
  const roots = modules.length > 0 ? modules : ownModules(workspace.value).map(({ module }) => module);
  return ok(await buildModules(workspace.value, roots, lean.value.compiling, settings));
}
