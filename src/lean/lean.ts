import type { OpenState, ProofEnvironment } from '../contracts/environment.ts';
import type { Result } from '../data/result.ts';
import type { LeanCommand } from './command.ts';
import type { LeanFailure } from './failure.ts';
import type { ProjectEvent } from './project/build-project.ts';
import type {
  CheckedDeclaration,
  EnvPremisesParams,
  EnvUsesParams,
  FileGoalsResult,
  FileLoadResult,
  FileTraceResult,
  InitializeResult,
  LibraryUsesResult,
  Limits,
  ModuleImports,
  OptionSetting,
  PremiseInfo,
  ProofCheckParams,
  ProofCheckResult,
  Refusal,
  TheoremUses,
} from './protocol.ts';
import type { Outline } from './session/outline.ts';
import type { FileText, SessionState, TraceSettings } from './session/session-state.ts';

/** A file that Lean has elaborated. It outlives the workers: each that needs it loads it again. */
export interface LoadedFile extends FileText {
  readonly sorries: FileLoadResult['sorries'];
  /** Every `sorry` of the text, those that Lean did not reach included, in order. */
  readonly written: FileLoadResult['written'];
  /** Full names of the theorems that it declares, in order. */
  readonly theorems: FileLoadResult['theorems'];
  readonly imports: FileLoadResult['imports'];
  readonly messages: FileLoadResult['messages'];
}

/** A file whose proofs are to be traced. */
export interface TracedText extends FileText {
  readonly traced: TraceSettings;
}

/** A file whose proofs Lean has taken apart. */
export interface TracedFile extends TracedText, Omit<FileTraceResult, 'file'> {}

/** A theorem of the library, by full name and the module that declares it. */
export interface LibraryTheorem {
  readonly library: string;
  readonly module: string;
}

/** Lean said no to the request itself: it does not parse, names an unknown theorem, and so on. */
export type StartFailure = LeanFailure | { readonly kind: 'refused'; readonly refusal: Refusal };

export type StartedStates = readonly OpenState<SessionState>[];

/**
 * A Lean to prove with: a pool of processes behind one object. States are logical, so that it does not matter which
 * process they live in, or whether that still runs.
 */
export interface Lean extends ProofEnvironment<SessionState>, AsyncDisposable {
  readonly command: LeanCommand;
  readonly version: InitializeResult;
  readonly workers: number;
  /** Resident memory of the largest process at this moment, in bytes; 0 where that is not known. */
  readonly memory: number;
  /** Without `options`, those apply that the file's project sets for it. */
  loadFile(
    text: string,
    fileName: string,
    signal?: AbortSignal,
    options?: readonly OptionSetting[],
  ): Promise<Result<LoadedFile, LeanFailure>>;
  /** The goals at some places of a file, by their bytes in its UTF-8 text; there need not be a `sorry`. */
  goalsAt(
    file: FileText,
    bytes: readonly number[],
    signal?: AbortSignal,
  ): Promise<Result<FileGoalsResult, LeanFailure>>;
  /** The tactic proofs of a file, taken apart, with what they use and what the file declares. */
  traceFile(file: TracedText, signal?: AbortSignal): Promise<Result<TracedFile, LeanFailure>>;
  /** The states at which the proof with this index of a traced file begins. */
  startProof(file: TracedText, index: number, signal?: AbortSignal): Promise<Result<StartedStates, StartFailure>>;
  /** The states of the `sorry` with this index in the file; more than one where its goals share nothing. */
  startSorry(file: LoadedFile, index: number, signal?: AbortSignal): Promise<Result<StartedStates, StartFailure>>;
  /** A term of type `Prop` in the default environment. */
  startStatement(statement: string, signal?: AbortSignal): Promise<Result<StartedStates, StartFailure>>;
  /** A library theorem, in the environment that its own module imports. */
  startLibrary(theorem: LibraryTheorem, signal?: AbortSignal): Promise<Result<StartedStates, StartFailure>>;
  /** A tactic script, taken apart where a state stands, as far as it parses; nothing of it is run. */
  outline(state: SessionState, script: string, signal?: AbortSignal): Promise<Result<Outline, LeanFailure>>;
  /** The verdict on a completed file, from a process that has run nothing else. */
  checkProof(params: ProofCheckParams, signal?: AbortSignal): Promise<Result<ProofCheckResult, LeanFailure>>;
  /** A closed script checked against a library theorem's own type, in a process that has run nothing else. */
  libraryCheck(
    theorem: LibraryTheorem,
    script: string,
    signal?: AbortSignal,
  ): Promise<Result<CheckedDeclaration, LeanFailure>>;
  /** Theorems and definitions of a library's modules. */
  listPremises(
    params: Omit<EnvPremisesParams, 'file'>,
    signal?: AbortSignal,
  ): Promise<Result<readonly PremiseInfo[], LeanFailure>>;
  /** Theorems and definitions that a file declares itself. */
  listOwnPremises(file: LoadedFile, signal?: AbortSignal): Promise<Result<readonly PremiseInfo[], LeanFailure>>;
  /** What the proofs of a library's modules use, where they are stored. */
  listUses(params: EnvUsesParams, signal?: AbortSignal): Promise<Result<readonly TheoremUses[], LeanFailure>>;
  /** What a script uses that proves a library theorem. */
  libraryUses(
    theorem: LibraryTheorem,
    script: string,
    signal?: AbortSignal,
  ): Promise<Result<LibraryUsesResult, LeanFailure>>;
  /** All modules that an environment with these imports holds, each with its own; the default one where there are none. */
  listModules(imports: readonly string[], signal?: AbortSignal): Promise<Result<readonly ModuleImports[], LeanFailure>>;
  /** Ends every process; resolves when they are gone. */
  close(): Promise<void>;
}

export interface LeanOptions {
  /** Lean processes at most; each takes about a gigabyte of memory. */
  readonly workers: number;
  /** Limits of each tactic. */
  readonly limits: Limits;
  /** A worker whose memory is above this after a request is replaced, in bytes. */
  readonly memoryLimit: number;
  /** Wall-clock limit of requests other than tactics (loading a file, checking a proof), in milliseconds. */
  readonly requestTimeout: number;
  readonly onEvent: (event: LeanEvent) => void;
}

/** What a person may want to see: preparation of the embedded Lean on first use, workers that come and go. */
export type LeanEvent =
  | ProjectEvent
  | {
      readonly kind: 'preparing';
      readonly step: 'waiting' | 'loader' | 'library' | 'elaborate' | 'warm-up' | 'snapshot';
      /** Share of the whole preparation that is done, from 0 to 1. */
      readonly done: number;
    }
  | { readonly kind: 'prepared'; readonly milliseconds: number }
  | { readonly kind: 'worker-started'; readonly worker: number; readonly pid: number; readonly milliseconds: number }
  | {
      readonly kind: 'worker-replaced';
      readonly worker: number;
      readonly reason: 'crash' | 'timeout' | 'memory';
      readonly message: string;
    };
