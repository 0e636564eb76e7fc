export type { LeanCommand } from './command.ts';
export { type DoctorReport, doctor, type LeanReport } from './doctor.ts';
export type { LeanFailure } from './failure.ts';
export type { Lean, LeanEvent, LeanOptions, LibraryTheorem, LoadedFile, StartedStates, StartFailure } from './lean.ts';
export { defaultLeanOptions, type OpenOptions, openLean } from './open.ts';
export type { ProjectBuild, ProjectEvent } from './project/build-project.ts';
export { buildProject, inspectProject, type ProjectReport } from './project/project.ts';
export type * from './protocol.ts';
export type { SessionState, StateOrigin } from './session-state.ts';
