/** Building modules of a project with the embedded Lean, from the workspace to files that Lean can import. */
import type { PreparedFiles } from '../embedded/image/restore.ts';
import { Artifacts } from './build/artifacts.ts';
import { type BuildEvent, type BuildResult, build } from './build/build.ts';
import { Compiler } from './build/compiler.ts';
import { type ImportGraph, importGraph } from './build/graph.ts';
import type { Workspace } from './workspace.ts';

export type ProjectEvent =
  | {
      readonly kind: 'project-found';
      readonly folder: string;
      readonly name: string;
      /** Something that a person should know: another version of Lean is wanted, say. */
      readonly notes: readonly string[];
    }
  | BuildEvent
  | { readonly kind: 'build-finished'; readonly built: number; readonly milliseconds: number };

/** The Lean that compiles. */
export interface CompilingLean {
  readonly files: PreparedFiles;
  /** Changes whenever the modules that come out might: part of every key in the cache. */
  readonly identity: string;
  readonly cache: string;
}

export interface BuildSettings {
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: ProjectEvent) => void;
}

export interface ProjectBuild {
  readonly graph: ImportGraph;
  readonly outcomes: BuildResult;
  readonly artifacts: Artifacts;
}

/** Builds the modules `roots` and what they import, as far as it is not in the cache. */
export async function buildModules(
  workspace: Workspace,
  roots: readonly string[],
  lean: CompilingLean,
  { workers, signal, onEvent }: BuildSettings,
): Promise<ProjectBuild> {
  const started = performance.now();
  const graph = importGraph(workspace, roots, lean.identity);
  const artifacts = new Artifacts(lean.cache);
  using compiler = new Compiler(lean.files, lean.cache);
  const outcomes = await build({ graph, artifacts, compiler, workers, signal, onEvent });
  const compiled = graph.nodes.filter(({ module }) => outcomes.get(module)?.kind === 'compiled');
  artifacts.touch(compiled.map(({ key }) => key));
  const built = [...outcomes.values()].filter((each) => each.kind === 'compiled' && !each.cached).length;
  onEvent({ kind: 'build-finished', built, milliseconds: performance.now() - started });
  return { graph, outcomes, artifacts };
}
