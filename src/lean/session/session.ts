import PQueue from 'p-queue';
import type { TacticOutcome } from '../../contracts/environment.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { LeanCommand } from '../command.ts';
import type { LeanFailure } from '../failure.ts';
import type { Lean, LibraryTheorem, LoadedFile, StartedStates, StartFailure, TracedFile, TracedText } from '../lean.ts';
import { adviceOn } from '../native/advice.ts';
import type {
  CheckedDeclaration,
  EnvPremisesParams,
  EnvUsesParams,
  FileGoalsResult,
  InitializeResult,
  LibraryUsesResult,
  Method,
  ModuleImports,
  OptionSetting,
  ParamsOf,
  PremiseInfo,
  ProofCheckParams,
  ProofCheckResult,
  ResultOf,
  TheoremUses,
} from '../protocol.ts';
import { runBatch } from './batch-run.ts';
import { adoptStates, errorOutcome } from './outcome.ts';
import { type Outline, outlineScript } from './outline.ts';
import type { LeanPool } from './pool.ts';
import type { FileText, SessionState, StateOrigin } from './session-state.ts';
import { unknownNames } from './unknown-names.ts';
import type { LeanWorker } from './worker.ts';

export interface SessionSetup {
  readonly command: LeanCommand;
  readonly version: InitializeResult;
  readonly workers: number;
  /** Wall-clock limit of requests that are not tactics, in milliseconds. */
  readonly requestTimeout: number;
  /** The options under which a file is elaborated that comes without any, by its name. */
  readonly optionsOf: (fileName: string) => readonly OptionSetting[];
}

/** Attempts of a request whose process died under it. */
const attempts = 3;

/** `Lean` over a pool of processes. States that a process took with it are rebuilt in another one when they are needed. */
export class LeanSession implements Lean {
  readonly command: LeanCommand;
  readonly version: InitializeResult;
  readonly workers: number;
  readonly #pool: LeanPool;
  readonly #requestTimeout: number;
  readonly #optionsOf: SessionSetup['optionsOf'];
  readonly #checks: PQueue;
  readonly #released = new WeakSet<SessionState>();

  constructor(pool: LeanPool, setup: SessionSetup) {
    this.#pool = pool;
    this.command = setup.command;
    this.version = setup.version;
    this.workers = setup.workers;
    this.#requestTimeout = setup.requestTimeout;
    this.#optionsOf = setup.optionsOf;
    this.#checks = new PQueue({ concurrency: setup.workers });
  }

  async run(
    state: SessionState,
    tactics: readonly string[],
    signal: AbortSignal,
    patience = 1,
  ): Promise<readonly TacticOutcome<SessionState>[]> {
    // Lone surrogates are no text: they cannot be written as UTF-8, so Lean is not asked.
    const sendable = tactics.filter((tactic) => tactic.isWellFormed());
    const batch = { state, tactics: sendable, patience };
    const outcomes = await runBatch(this.#pool, batch, signal, (other) => !this.#released.has(other));
    if (sendable.length === tactics.length) return outcomes;
    const answers = outcomes.values();
    return tactics.map((tactic) => {
      const answer = tactic.isWellFormed() ? answers.next().value : undefined;
      return answer ?? errorOutcome('parse', 'the tactic is not valid Unicode');
    });
  }

  unknownNames(state: SessionState, names: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>> {
    return unknownNames(this.#pool, state, names, signal);
  }

  get memory(): number {
    return Math.max(0, ...[...this.#pool.living].map((worker) => worker.client.memory));
  }

  release(states: readonly SessionState[]): void {
    for (const state of states) this.#released.add(state);
    for (const worker of this.#pool.living) for (const state of states) worker.drop(state);
  }

  loadFile(
    text: string,
    fileName: string,
    signal?: AbortSignal,
    options = this.#optionsOf(fileName),
  ): Promise<Result<LoadedFile, LeanFailure>> {
    const file = { text, fileName, options };
    return this.#withWorker(signal, async (worker) => {
      const start = performance.now();
      const loaded = await worker.load(file, signal);
      if (!loaded.ok) return loaded;
      await this.#pool.keep(worker, { file, result: loaded.value }, performance.now() - start);
      const { file: _, ...result } = loaded.value;
      return ok({ ...file, ...result, messages: this.#withAdvice(result.messages) });
    });
  }

  traceFile(file: TracedText, signal?: AbortSignal): Promise<Result<TracedFile, LeanFailure>> {
    return this.#withWorker(signal, async (worker) => {
      const traced = await worker.trace(file, file.traced, signal);
      if (!traced.ok) return traced;
      const { file: _, ...result } = traced.value;
      return ok({ ...file, ...result });
    });
  }

  startProof(
    { text, fileName, traced }: TracedText,
    index: number,
    signal?: AbortSignal,
  ): Promise<Result<StartedStates, StartFailure>> {
    return this.#start({ kind: 'sorry', file: { text, fileName, traced }, index }, signal);
  }

  goalsAt(
    { text, fileName, options = this.#optionsOf(fileName) }: FileText,
    bytes: readonly number[],
    signal?: AbortSignal,
  ): Promise<Result<FileGoalsResult, LeanFailure>> {
    return this.#ask('file/goals', { text, fileName, bytes: [...bytes], options: [...options] }, signal);
  }

  startSorry(file: LoadedFile, index: number, signal?: AbortSignal): Promise<Result<StartedStates, StartFailure>> {
    const { text, fileName, options = [] } = file;
    return this.#start({ kind: 'sorry', file: { text, fileName, options }, index }, signal);
  }

  startStatement(statement: string, signal?: AbortSignal): Promise<Result<StartedStates, StartFailure>> {
    return this.#start({ kind: 'statement', statement }, signal);
  }

  startLibrary(theorem: LibraryTheorem, signal?: AbortSignal): Promise<Result<StartedStates, StartFailure>> {
    return this.#start({ kind: 'library', library: theorem.library, module: theorem.module }, signal);
  }

  async outline(state: SessionState, script: string, signal?: AbortSignal): Promise<Result<Outline, LeanFailure>> {
    if (!script.isWellFormed()) return ok({ tactics: [], message: 'the script is not valid Unicode' });
    return outlineScript(this.#pool, state, script, signal);
  }

  checkProof(params: ProofCheckParams, signal?: AbortSignal): Promise<Result<ProofCheckResult, LeanFailure>> {
    const { original: text, fileName, options = [...this.#optionsOf(params.fileName)] } = params;
    return this.#inFreshProcess('proof/check', { ...params, options }, { text, fileName, options }, signal);
  }

  libraryCheck(
    { library, module }: LibraryTheorem,
    script: string,
    signal?: AbortSignal,
  ): Promise<Result<CheckedDeclaration, LeanFailure>> {
    return this.#inFreshProcess('library/check', { library, module, script }, undefined, signal);
  }

  async listPremises(
    params: Omit<EnvPremisesParams, 'file'>,
    signal?: AbortSignal,
  ): Promise<Result<readonly PremiseInfo[], LeanFailure>> {
    const listed = await this.#ask('env/premises', params, signal);
    return listed.ok ? ok(listed.value.premises) : listed;
  }

  listOwnPremises(
    { text, fileName, options = [] }: LoadedFile,
    signal?: AbortSignal,
  ): Promise<Result<readonly PremiseInfo[], LeanFailure>> {
    return this.#withWorker(signal, async (worker) => {
      const loaded = await worker.load({ text, fileName, options }, signal);
      if (!loaded.ok) return loaded;
      const params = { file: loaded.value.file, imports: [], modules: [], printed: true };
      const listed = await worker.ask('env/premises', params, signal);
      return listed.ok ? ok(listed.value.premises) : listed;
    });
  }

  async listUses(params: EnvUsesParams, signal?: AbortSignal): Promise<Result<readonly TheoremUses[], LeanFailure>> {
    const listed = await this.#ask('env/uses', params, signal);
    return listed.ok ? ok(listed.value.theorems) : listed;
  }

  libraryUses(
    { library, module }: LibraryTheorem,
    script: string,
    signal?: AbortSignal,
  ): Promise<Result<LibraryUsesResult, LeanFailure>> {
    return this.#ask('library/uses', { library, module, script }, signal);
  }

  async listModules(
    imports: readonly string[],
    signal?: AbortSignal,
  ): Promise<Result<readonly ModuleImports[], LeanFailure>> {
    const listed = await this.#ask('env/modules', { imports: [...imports] }, signal);
    return listed.ok ? ok(listed.value.modules) : listed;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #start(
    origin: Exclude<StateOrigin, { kind: 'tactic' }>,
    signal: AbortSignal | undefined,
  ): Promise<Result<StartedStates, StartFailure>> {
    // What is started is to be proved, and a proof to be verified.
    this.#pool.prepareVerdict(origin.kind === 'sorry' ? origin.file : undefined);
    return this.#withWorker(signal, async (worker) => {
      const started = await worker.start(origin, signal);
      return started.ok ? ok(adoptStates(worker, origin, started.value)) : started;
    });
  }

  /** What Lean says of imports that are not there, with what to do about it: a native Lean builds none. */
  #withAdvice(messages: LoadedFile['messages']): LoadedFile['messages'] {
    const { kind, cwd } = this.command;
    if (kind === 'embedded') return messages;
    return messages.map((message) => {
      const isImport = message.severity === 'error' && message.command === undefined;
      const advice = isImport ? adviceOn(message.text, cwd) : undefined;
      return advice === undefined ? message : { ...message, text: `${message.text}\n${advice}` };
    });
  }

  #ask<M extends Method>(
    method: M,
    params: ParamsOf<M>,
    signal: AbortSignal | undefined,
  ): Promise<Result<ResultOf<M>, LeanFailure>> {
    return this.#withWorker(signal, (worker) => worker.ask(method, params, signal));
  }

  /** Runs `work` with a worker of the pool; once more with another one where the first one ended under it. */
  async #withWorker<T, E extends { readonly kind: string; readonly message?: string }>(
    signal: AbortSignal | undefined,
    work: (worker: LeanWorker) => Promise<Result<T, E>>,
  ): Promise<Result<T, E | LeanFailure>> {
    for (let attempt = 1; ; attempt++) {
      const acquired = await this.#pool.acquire(() => false, signal);
      if (!acquired.ok) return acquired;
      const result = await work(acquired.value);
      const reason = !result.ok && result.error.kind === 'timeout' ? 'timeout' : 'crash';
      this.#pool.release(acquired.value, reason, result.ok ? undefined : result.error.message);
      if (signal?.aborted) return fail({ kind: 'cancelled', message: 'cancelled' });
      if (result.ok || result.error.kind !== 'crash' || attempt === attempts) return result;
    }
  }

  async #inFreshProcess<M extends Method>(
    method: M,
    params: ParamsOf<M>,
    file: FileText | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Result<ResultOf<M>, LeanFailure>> {
    return this.#checks.add(async () => {
      for (let attempt = 1; ; attempt++) {
        if (signal?.aborted) return fail({ kind: 'cancelled', message: 'cancelled' });
        const booted = await this.#pool.freshFor(file);
        if (!booted.ok) return booted;
        const client = booted.value;
        const result = await client.request(method, params, { signal, timeout: this.#requestTimeout });
        client.kill();
        if (result.ok || result.error.kind !== 'crash' || attempt === attempts) return result;
      }
    });
  }
}
