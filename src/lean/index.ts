export type { LeanCommand } from './command.ts';
export type { LeanFailure } from './failure.ts';
export type { Lean, LeanEvent, LeanOptions, LoadedFile, StartedStates, StartFailure } from './lean.ts';
export type * from './protocol.ts';
export type { SessionState, StateOrigin } from './session-state.ts';
export { defaultLeanOptions, type OpenOptions, openLean } from './open.ts';
