/** Up to N Leans, handed out to one user at a time; ended ones and bloated ones are replaced when next wanted. */
import { fail, ok, type Result } from '../../data/result.ts';
import type { LeanCommand } from '../command.ts';
import type { LeanFailure } from '../failure.ts';
import type { LeanEvent } from '../lean.ts';
import type { LeanClient } from '../process/client.ts';
import { type LeanLauncher, launcher, type StartedLean } from '../process/launcher.ts';
import type { InitializeResult } from '../protocol.ts';
import { type KeptFile, KeptFiles } from './kept-files.ts';
import type { FileText } from './session-state.ts';
import { LeanWorker, type LoadedText, loadParams, type WorkerLimits } from './worker.ts';

export interface PoolOptions {
  readonly command: LeanCommand;
  readonly workers: number;
  /** A worker with more resident memory than this after a request is replaced, in bytes. */
  readonly memoryLimit: number;
  readonly limits: WorkerLimits;
  readonly onEvent: (event: LeanEvent) => void;
}

type Acquired = Result<LeanWorker, LeanFailure>;

interface Waiter {
  readonly prefers: (worker: LeanWorker) => boolean;
  readonly settle: (acquired: Acquired) => void;
}

export class LeanPool {
  readonly #options: PoolOptions;
  readonly #launcher: LeanLauncher;
  readonly #kept: KeptFiles;
  readonly #idle = new Set<LeanWorker>();
  readonly #all = new Set<LeanWorker>();
  /** Every process that has not ended, those that are starting or outside the pool included. */
  readonly #clients = new Set<LeanClient>();
  /** A file that is loaded in the background. */
  #keeping: { readonly file: FileText; readonly done: Promise<void> } | undefined;
  #waiting: Waiter[] = [];
  #booting = 0;
  #started = 0;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#launcher = launcher(options.command);
    this.#kept = new KeptFiles((lean) => this.#launcher.forget(lean));
  }

  /**
   * A worker for the caller alone, until `release`: an idle one, if possible one that is preferred. Resolves with a failure
   * where the signal aborts, or where no process can be started.
   */
  acquire(prefers: (worker: LeanWorker) => boolean, signal: AbortSignal | undefined): Promise<Acquired> {
    if (this.#closed || signal?.aborted) return Promise.resolve(fail(cancelled));
    const idle = [...this.#idle].filter((worker) => worker.client.alive);
    const chosen = idle.find(prefers) ?? idle[0];
    if (chosen !== undefined) {
      this.#idle.delete(chosen);
      return Promise.resolve(ok(chosen));
    }
    return new Promise((resolve) => {
      const onAbort = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter);
        resolve(fail(cancelled));
      };
      const waiter: Waiter = {
        prefers,
        settle: (acquired) => {
          signal?.removeEventListener('abort', onAbort);
          resolve(acquired);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiter);
      this.#grow();
    });
  }

  /** Gives a worker back. `reason` says why a dead one died, for the event. */
  release(worker: LeanWorker, reason: 'crash' | 'timeout' = 'crash', message = 'the Lean process ended'): void {
    const { memory } = worker.client;
    if (!worker.client.alive) this.#replace(worker, reason, message);
    else if (memory > this.#options.memoryLimit) {
      this.#replace(worker, 'memory', `it holds ${Math.round(memory / 2 ** 20)} MiB`);
    } else this.#offer(worker);
  }

  /** Workers in which states may live. */
  get living(): Iterable<LeanWorker> {
    return this.#all;
  }

  /** Has a fresh Lean wait for a verdict on this file, where Lean can do that: it then begins at once. */
  prepareVerdict(file: FileText | undefined): void {
    const kept = file === undefined ? undefined : this.#kept.nearest(file);
    // While a file is loaded for verdicts, the one that waits is yet to come.
    if (kept !== undefined || this.#keeping === undefined) this.#launcher.keepSpares(1, kept?.lean);
  }

  /**
   * Keeps what a Lean holds that has loaded this file, and done nothing else: others then begin there. That is the worker,
   * where it is so, and else a Lean that loads it in the background. What takes less time to load than to write down is
   * loaded again.
   */
  async keep(worker: LeanWorker, loaded: LoadedText, milliseconds: number): Promise<void> {
    if (milliseconds < keepingTime || this.#kept.nearest(loaded.file) !== undefined) return;
    if (worker.hasOnlyLoaded) await this.#keepAs(worker.client, loaded);
    else if (this.#keeping === undefined) {
      const done = this.#loadAndKeep(loaded).then(() => {
        this.#keeping = undefined;
        this.prepareVerdict(loaded.file);
      });
      this.#keeping = { file: loaded.file, done };
    }
  }

  /** A Lean for a verdict on this file, outside the pool: no tactic has ever touched its memory. The caller kills it. */
  async freshFor(file: FileText | undefined): Promise<Result<LeanClient, LeanFailure>> {
    // Where it is this file that is loaded just now, that is further on than a new Lean would be.
    if (file !== undefined && this.#keeping?.file.text === file.text) await this.#keeping.done;
    const started = await this.#fresh(file === undefined ? undefined : this.#kept.nearest(file));
    return started.ok ? ok(started.value.client) : started;
  }

  async #loadAndKeep(loaded: LoadedText): Promise<void> {
    const started = await this.#start(undefined);
    if (!started.ok) return;
    const { client } = started.value;
    const again = await client.request('file/load', loadParams(loaded.file), { timeout: this.#options.limits.request });
    if (again.ok) await this.#keepAs(client, { file: loaded.file, result: again.value });
    client.kill();
  }

  async #keepAs(client: LeanClient, loaded: LoadedText): Promise<void> {
    const lean = await this.#launcher.keep(client);
    if (lean !== undefined) this.#kept.add({ ...loaded, lean });
  }

  async #fresh(kept: KeptFile | undefined): Promise<Result<StartedLean, LeanFailure>> {
    for (let attempt = 1; ; attempt++) {
      const started = await this.#start(kept);
      if (started.ok || this.#closed || attempt === startAttempts) return started;
      const repaired = await this.#options.command.repair?.();
      if (repaired?.ok === false) return fail({ kind: 'start', message: repaired.error.message });
    }
  }

  async #start(kept: KeptFile | undefined): Promise<Result<StartedLean, LeanFailure>> {
    const started = this.#launcher.start(kept?.lean);
    if (!started.ok) return started;
    const { client } = started.value;
    this.#clients.add(client);
    void client.ended.then(() => this.#clients.delete(client));
    const answer = await initialize(client, this.#options.command);
    return answer.ok ? started : answer;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { settle } of this.#waiting.splice(0)) settle(fail(cancelled));
    const ending = [...this.#clients];
    for (const client of ending) client.kill();
    await this.#launcher.close();
    await Promise.all(ending.map((client) => client.ended));
  }

  #replace(worker: LeanWorker, reason: 'crash' | 'timeout' | 'memory', message: string): void {
    worker.client.kill();
    this.#all.delete(worker);
    this.#options.onEvent({ kind: 'worker-replaced', worker: worker.number, reason, message });
    this.#grow();
  }

  #offer(worker: LeanWorker): void {
    const index = this.#waiting.findIndex((waiter) => waiter.prefers(worker));
    const waiter = this.#waiting.splice(Math.max(index, 0), 1)[0];
    if (waiter === undefined) this.#idle.add(worker);
    else waiter.settle(ok(worker));
  }

  /** Starts as many processes as there are users waiting, within the limit. */
  #grow(): void {
    for (const worker of this.#all) if (!worker.client.alive && this.#idle.delete(worker)) this.#all.delete(worker);
    while (this.#booting < this.#waiting.length && this.#all.size + this.#booting < this.#options.workers) {
      void this.#boot();
    }
  }

  async #boot(): Promise<void> {
    this.#booting++;
    const started = performance.now();
    const kept = this.#kept.latest;
    const booted = await this.#fresh(kept);
    this.#booting--;
    if (booted.ok) {
      const { client, isFromKept } = booted.value;
      const worker = new LeanWorker(++this.#started, client, this.#options.limits, isFromKept ? kept : undefined);
      this.#all.add(worker);
      const milliseconds = performance.now() - started;
      this.#options.onEvent({ kind: 'worker-started', worker: worker.number, pid: worker.client.pid, milliseconds });
      this.#offer(worker);
    } else if (this.#all.size + this.#booting === 0) {
      for (const { settle } of this.#waiting.splice(0)) settle(booted);
    }
  }
}

const cancelled: LeanFailure = { kind: 'cancelled', message: 'cancelled' };
/** About what it takes to write a memory down, in milliseconds. */
const keepingTime = 250;
const bootTimeout = 120_000;
/** A process that ends before it has answered may have been killed, or lack a file that can be repaired. */
const startAttempts = 3;

/** Asks a process that was just started who it is; kills it where it does not say. */
export async function initialize(
  client: LeanClient,
  command: LeanCommand,
): Promise<Result<InitializeResult, LeanFailure>> {
  const answer = await client.request('initialize', { imports: ['Init'] }, { timeout: bootTimeout });
  if (answer.ok) return answer;
  client.kill();
  return fail({ kind: 'start', message: `${command.describe}: ${answer.error.message}` });
}
