/** The modules of a project that can be worked on: those whose imports are there, in the order of their imports. */
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { chooseLean } from '../discover.ts';
import type { BuildResult } from './build/build.ts';
import { importGraph, type ModuleNode } from './build/graph.ts';
import type { BuildSettings } from './build-project.ts';
import { missingImport } from './problems.ts';
import { buildProject, workspaceOf } from './project.ts';
import { ownModules, type Workspace } from './workspace.ts';

export interface ProjectModules {
  readonly name: string;
  readonly folder: string;
  readonly toolchain: string | undefined;
  /** Of the project's own package, each after those that it imports. */
  readonly modules: readonly ModuleNode[];
  /** Modules of its packages that these import, directly or not, in the same order. */
  readonly dependencies: readonly ModuleNode[];
  /** Modules that are left out, since something that they import is not there. */
  readonly blocked: readonly string[];
}

export interface ProjectChoice {
  readonly folder: string;
  /** Modules; each stands for those below it as well. None: all of the project's own. */
  readonly only: readonly string[];
  /** As for `openLean`. */
  readonly lean?: string | undefined;
}

/** Finds the modules, and builds them where Lean is the embedded one. A native Lean's are built by Lake. */
export async function projectModules(
  { folder, only, lean }: ProjectChoice,
  env: NodeJS.ProcessEnv,
  settings: BuildSettings,
): Promise<Result<ProjectModules, Problem>> {
  const workspace = workspaceOf(folder);
  if (!workspace.ok) return workspace;
  const { root, toolchain } = workspace.value;
  const roots = wantedModules(workspace.value, only);
  if (!roots.ok) return roots;
  const isOwn = (node: ModuleNode) => node.package === root.name && isWanted(node.module, only);
  const isForeign = (node: ModuleNode) => node.package !== root.name;
  const project = { name: root.name, folder: root.folder, toolchain };
  const choice = chooseLean(lean, { cwd: root.folder, env });
  if (choice?.kind !== 'embedded') {
    const { nodes, obstacles } = importGraph(workspace.value, roots.value, 'native');
    const [obstacle] = obstacles;
    if (nodes.length === 0 && obstacle !== undefined) return fail(missingImport(root.file, obstacle, workspace.value));
    const blocked = obstacles.map(({ importedBy }) => importedBy);
    return ok({ ...project, modules: nodes.filter(isOwn), dependencies: nodes.filter(isForeign), blocked });
  }
  // A module is elaborated when it is worked on; built are those that are imported.
  const { nodes } = importGraph(workspace.value, roots.value, 'embedded');
  const own = nodes.filter(isOwn);
  const imported = [...new Set(own.flatMap(({ imports }) => imports))];
  const outcomes = imported.length === 0 ? ok(noModules) : await outcomesOf(root.folder, imported, env, settings);
  if (!outcomes.ok) return outcomes;
  const isThere = (module: string) => outcomes.value.get(module)?.kind === 'compiled';
  const modules = own.filter(({ imports }) => imports.every(isThere));
  const reached = new Set(modules.map(({ module }) => module));
  const dependencies = nodes.filter((node) => isForeign(node) && isThere(node.module));
  return ok({ ...project, modules, dependencies, blocked: roots.value.filter((module) => !reached.has(module)) });
}

const noModules: BuildResult = new Map();

async function outcomesOf(
  folder: string,
  modules: readonly string[],
  env: NodeJS.ProcessEnv,
  settings: BuildSettings,
): Promise<Result<BuildResult, Problem>> {
  const built = await buildProject(folder, modules, env, settings);
  return built.ok ? ok(built.value.outcomes) : built;
}

const isWanted = (module: string, only: readonly string[]): boolean =>
  only.length === 0 || only.some((root) => module === root || module.startsWith(`${root}.`));

function wantedModules(workspace: Workspace, only: readonly string[]): Result<readonly string[], Problem> {
  const all = importGraph(
    workspace,
    ownModules(workspace).map(({ module }) => module),
    '',
  ).nodes.filter((node) => node.package === workspace.root.name);
  const wanted = all.map(({ module }) => module).filter((module) => isWanted(module, only));
  if (wanted.length > 0) return ok(wanted);
  return fail({
    code: 'no-modules',
    message:
      only.length === 0
        ? `The project ${workspace.root.name} has no modules.`
        : `The project ${workspace.root.name} has no module ${only.join(', ')}, and none below.`,
    where: { file: workspace.root.file },
    hint: 'Modules are those of its libraries, as the lakefile names them.',
  });
}
