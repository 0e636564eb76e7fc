import { fail, ok, type Result } from '../../data/result.ts';
import type { LeanFailure } from '../failure.ts';
import type { StartFailure } from '../lean.ts';
import type { LeanClient, RequestOptions } from '../process/client.ts';
import type {
  FileLoadParams,
  FileLoadResult,
  FileTraceResult,
  GoalStartParams,
  Limits,
  Method,
  ParamsOf,
  ProofState,
  ResultOf,
  StateUnknownResult,
  TacticOutcome,
  TacticOutlineResult,
} from '../protocol.ts';
import type { FileText, SessionState, StateOrigin, TraceSettings } from './session-state.ts';

/** Files kept loaded in one process at most. */
const filesKept = 4;
/** Milliseconds a tactic may be late before the whole batch is given up: the process itself keeps the limit, normally. */
const batchGrace = 5_000;
/** The longest time that a timer can wait, in milliseconds. */
const longest = 2 ** 31 - 1;

export interface WorkerLimits {
  readonly tactic: Limits;
  /** Wall-clock limit of other requests, in milliseconds. */
  readonly request: number;
}

/** What a batch of tactics came to; there are fewer outcomes than tactics where the process did not survive it. */
export interface BatchResult {
  readonly outcomes: readonly TacticOutcome[];
  readonly failure?: LeanFailure;
  /** Is the tactic after the last outcome the one that made it fail? Otherwise it may be any that has none. */
  readonly nextAtFault?: boolean;
}

export interface LoadedText {
  readonly file: FileText;
  readonly result: FileLoadResult;
}

const keyOf = ({ fileName, text, options = [] }: FileText): string =>
  `${JSON.stringify(options)}\0${fileName}\0${text}`;

/** What Lean is asked to load. */
export const loadParams = ({ text, fileName, options = [] }: FileText): FileLoadParams => ({
  text,
  fileName,
  options: [...options],
});

/** A limit of 0 is none, and stays none. */
const scaled = ({ heartbeats, recursion, milliseconds }: Limits, share: number): Limits => ({
  heartbeats: Math.ceil(heartbeats * share),
  recursion,
  milliseconds: Math.ceil(milliseconds * share),
});

/** One Lean process together with what lives in it: which files it has loaded, and its ids of our states. */
export class LeanWorker {
  readonly number: number;
  readonly client: LeanClient;
  readonly #limits: WorkerLimits;
  readonly #ids = new WeakMap<SessionState, number>();
  readonly #files = new Map<string, FileLoadResult | FileTraceResult>();
  #dropped: number[] = [];
  /** Has a tactic run in it, or anything else but the loading of files? */
  #isTouched = false;
  #loads = 0;

  /** @param loaded the file that its memory holds from the start */
  constructor(number: number, client: LeanClient, limits: WorkerLimits, loaded?: LoadedText) {
    this.number = number;
    this.client = client;
    this.#limits = limits;
    if (loaded === undefined) return;
    this.#loads = 1;
    this.#files.set(keyOf(loaded.file), loaded.result);
  }

  /** Has it done nothing but load one file? */
  get hasOnlyLoaded(): boolean {
    return !this.#isTouched && this.#loads === 1;
  }

  holds(state: SessionState): boolean {
    return this.#ids.has(state);
  }

  /** Forgets a state; Lean is told together with the next request. */
  drop(state: SessionState): void {
    const id = this.#ids.get(state);
    if (id === undefined) return;
    this.#ids.delete(state);
    this.#dropped.push(id);
  }

  /** Loads a file unless this process has it already. */
  load(file: FileText, signal: AbortSignal | undefined): Promise<Result<FileLoadResult, LeanFailure>> {
    return this.#keep(keyOf(file), signal, () =>
      this.client.request('file/load', loadParams(file), this.#options(signal)),
    );
  }

  /** The same for a file whose proofs are traced. */
  trace(
    { text, fileName }: FileText,
    { module, options }: TraceSettings,
    signal: AbortSignal | undefined,
  ): Promise<Result<FileTraceResult, LeanFailure>> {
    const params = { text, fileName, module: [...module], options: [...options] };
    return this.#keep(`traced\0${JSON.stringify([module, options])}\0${fileName}\0${text}`, signal, () =>
      this.client.request('file/trace', params, this.#options(signal)),
    );
  }

  async #keep<T extends FileLoadResult | FileTraceResult>(
    key: string,
    signal: AbortSignal | undefined,
    load: () => Promise<Result<T, LeanFailure>>,
  ): Promise<Result<T, LeanFailure>> {
    const known = this.#files.get(key);
    // A key belongs to one kind of result.
    if (known !== undefined) return ok(known as T);
    const oldest = this.#files.size < filesKept ? undefined : this.#files.entries().next().value;
    if (oldest !== undefined) {
      this.#files.delete(oldest[0]);
      await this.client.request('file/drop', { file: oldest[1].file }, this.#options(signal));
    }
    this.#loads++;
    const loaded = await load();
    if (loaded.ok) this.#files.set(key, loaded.value);
    return loaded;
  }

  /** Makes the states that an origin leaves; `adopt` gives them names of ours. */
  async start(
    origin: Exclude<StateOrigin, { kind: 'tactic' }>,
    signal: AbortSignal | undefined,
  ): Promise<Result<readonly ProofState[], StartFailure>> {
    this.#isTouched = true;
    const params = await this.#startParams(origin, signal);
    if (!params.ok) return params;
    const started = await this.client.request('goal/start', params.value, this.#options(signal));
    if (!started.ok) return started;
    const { states, refusal } = started.value;
    if (refusal !== undefined) return fail({ kind: 'refused', refusal });
    return ok(states ?? []);
  }

  adopt(state: SessionState, id: number): void {
    this.#ids.set(state, id);
  }

  /** Runs tactics on a state that this process holds, each within a share of the limits. */
  async run(
    state: SessionState,
    tactics: readonly string[],
    signal: AbortSignal | undefined,
    patience = 1,
  ): Promise<BatchResult> {
    const id = this.#ids.get(state);
    if (id === undefined) throw new Error('The state does not live in this worker');
    this.#isTouched = true;
    this.#tellDropped();
    const limits = scaled(this.#limits.tactic, patience);
    const timeout = limits.milliseconds === 0 ? longest : tactics.length * (limits.milliseconds + batchGrace);
    const result = await this.client.request(
      'tactic/run',
      { state: id, tactics: [...tactics], limits },
      { timeout, signal },
    );
    if (!result.ok) return { outcomes: [], failure: result.error, nextAtFault: tactics.length === 1 };
    const { outcomes } = result.value;
    // A state that Lean does not hold says nothing about the tactics.
    const usable = outcomes.filter((outcome) => outcome.kind !== 'unknown-state');
    if (usable.length < outcomes.length) this.#ids.delete(state);
    else if (usable.length < tactics.length && !signal?.aborted) {
      return { outcomes, failure: this.client.crash(), nextAtFault: true };
    }
    return { outcomes: usable };
  }

  /** Parses a script where a state stands that this process holds. */
  outline(
    state: SessionState,
    script: string,
    signal: AbortSignal | undefined,
  ): Promise<Result<TacticOutlineResult, LeanFailure>> {
    const id = this.#ids.get(state);
    if (id === undefined) throw new Error('The state does not live in this worker');
    return this.ask('tactic/outline', { state: id, script }, signal);
  }

  /** Looks names up where a state stands that this process holds. */
  unknownNames(
    state: SessionState,
    names: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Result<StateUnknownResult, LeanFailure>> {
    const id = this.#ids.get(state);
    if (id === undefined) throw new Error('The state does not live in this worker');
    return this.ask('state/unknown', { state: id, names: [...names] }, signal);
  }

  /** Ids of states that nobody asked for. */
  discard(ids: readonly number[]): void {
    this.#dropped.push(...ids);
  }

  ask<M extends Method>(
    method: M,
    params: ParamsOf<M>,
    signal: AbortSignal | undefined,
  ): Promise<Result<ResultOf<M>, LeanFailure>> {
    this.#isTouched = true;
    return this.client.request(method, params, this.#options(signal));
  }

  #tellDropped(): void {
    if (this.#dropped.length === 0) return;
    const states = this.#dropped;
    this.#dropped = [];
    // Nobody waits for the answer: requests are served in order, and a process that has ended holds no states.
    void this.client.request('state/drop', { states }, this.#options(undefined));
  }

  async #startParams(
    origin: Exclude<StateOrigin, { kind: 'tactic' }>,
    signal: AbortSignal | undefined,
  ): Promise<Result<GoalStartParams, LeanFailure>> {
    if (origin.kind === 'statement') return ok({ statement: origin.statement });
    if (origin.kind === 'library') return ok({ library: origin.library, module: origin.module });
    const { traced } = origin.file;
    const loaded =
      traced === undefined ? await this.load(origin.file, signal) : await this.trace(origin.file, traced, signal);
    return loaded.ok ? ok({ file: loaded.value.file, index: origin.index }) : loaded;
  }

  #options(signal: AbortSignal | undefined): RequestOptions {
    return { signal, timeout: this.#limits.request };
  }
}
