export { cacheFolder } from './cache.ts';
export type { LeanCommand } from './command.ts';
export { lakeProject } from './discover.ts';
export { type DoctorReport, doctor, type LeanReport } from './doctor.ts';
export type { LeanFailure } from './failure.ts';
export type {
  Lean,
  LeanEvent,
  LeanOptions,
  LibraryTheorem,
  LoadedFile,
  StartedStates,
  StartFailure,
  TracedFile,
  TracedText,
} from './lean.ts';
export { listLibrary } from './library.ts';
export type { Confine } from './native/confine.ts';
export { type Rechecked, recheck } from './native/recheck.ts';
export { defaultLeanOptions, type OpenOptions, openLean } from './open.ts';
export type { ModuleNode } from './project/build/graph.ts';
export type { ProjectBuild, ProjectEvent } from './project/build-project.ts';
export { importsBeyondLibrary } from './project/compile-imports.ts';
export { fileOptions } from './project/file-options.ts';
export { importsOf, nameParts } from './project/header.ts';
export { buildProject, inspectProject, type ProjectReport } from './project/project.ts';
export { type ProjectChoice, type ProjectModules, projectModules } from './project/project-modules.ts';
export { isLibraryModule } from './project/workspace.ts';
export type * from './protocol.ts';
export type { SessionState, StateOrigin } from './session/session-state.ts';
