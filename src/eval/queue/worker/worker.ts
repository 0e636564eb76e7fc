import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DelayedError, type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import { BenchmarkTheorem, type StatedTheorem } from '../../../data/benchmark/benchmark.ts';
import { isFull, keyPrefix } from '../link/connection.ts';
import type { Versions } from '../link/lane.ts';
import type { Lanes } from '../link/lanes.ts';
import { Assignment, JobData, type JobReturn, packResult, type Refusal, type WorkResult } from '../link/wire.ts';
import { ParcelCache } from '../parcels/folder.ts';
import { parcelSeconds } from '../parcels/parcels.ts';
import type { WorkerCard } from '../staff.ts';

/** One job, with all that it needs at hand. */
export interface WorkOrder {
  readonly assignment: Assignment;
  readonly theorem: StatedTheorem;
  readonly attempt: number;
  readonly seed: number;
  /** What the assignment names by hash. */
  readonly cache: ParcelCache;
  readonly signal: AbortSignal;
}

export type WorkOutcome =
  | { readonly kind: 'done'; readonly result: WorkResult['result'] }
  /** The signal aborted. */
  | { readonly kind: 'cancelled' }
  /** This worker is not able to do such work; another one may be. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Whoever does the work. Throws where it breaks down: the job is tried again then. */
export interface Workshop {
  work(order: WorkOrder): Promise<WorkOutcome>;
}

export type WorkerEvent =
  | { readonly kind: 'taken'; readonly theorem: string; readonly attempt: number }
  | {
      readonly kind: 'done';
      readonly theorem: string;
      readonly attempt: number;
      readonly result: WorkResult['result'];
      readonly bytes: number;
      readonly seconds: number;
    }
  | { readonly kind: 'given-back'; readonly theorem: string; readonly attempt: number; readonly reason: string }
  | { readonly kind: 'trouble'; readonly message: string };

export interface QueueWorkerOptions {
  readonly lanes: Lanes;
  readonly workshop: Workshop;
  readonly versions: Versions;
  /** Jobs at a time. */
  readonly places: number;
  /** Where what is fetched through the queue is kept, one folder for all workers of a machine. */
  readonly cacheFolder: string;
  readonly onEvent: (event: WorkerEvent) => void;
  readonly now: () => Date;
  /** How often a job may be lost with its worker before it is given up; default 5. */
  readonly tries?: number;
  /** How long a worker may be silent before its jobs go to others, in milliseconds; default 30,000. */
  readonly lockMilliseconds?: number;
}

/** How long a job stays away that this worker cannot do, or could not deliver, in milliseconds. */
const delayed = 5_000;

/** Takes jobs of its versions and does them: a BullMQ worker around a workshop. */
export class QueueWorker {
  readonly name: string;
  readonly #options: QueueWorkerOptions;
  readonly #cache: ParcelCache;
  readonly #worker: Worker<unknown, JobReturn>;
  readonly #drain = new AbortController();
  readonly #assignments = new Map<string, Promise<{ assignment: Assignment; theorems: BenchmarkTheorem[] }>>();
  #active = 0;

  private constructor(options: QueueWorkerOptions, lane: string) {
    const { lanes, places, lockMilliseconds = 30_000, tries = 5 } = options;
    this.#options = options;
    this.name = `${hostname().replaceAll(/[^\w.-]/g, '_')}-${process.pid}-${randomBytes(4).toString('hex')}`;
    this.#cache = new ParcelCache(lanes.parcels, join(options.cacheFolder, 'queue'));
    this.#worker = new Worker<unknown, JobReturn>(lane, (job, token, signal) => this.#process(job, token, signal), {
      connection: lanes.connection.redis,
      prefix: keyPrefix,
      name: this.name,
      concurrency: places,
      lockDuration: lockMilliseconds,
      stalledInterval: lockMilliseconds,
      maxStalledCount: tries - 1,
      runRetryDelay: 1000,
      metrics: { maxDataPoints: 60 },
      autorun: false,
    });
    // Another worker has the job by now, or soon will.
    this.#worker.on('lockRenewalFailed', (ids) => {
      for (const id of ids) this.#worker.cancelJob(id, 'the queue has given it to another worker');
    });
    this.#worker.on('error', ({ message }) => {
      if (!/^connect |closed|ECONN|ETIMEDOUT|Socket timeout/i.test(message))
        options.onEvent({ kind: 'trouble', message });
    });
    // Redis may come back without what it knew.
    lanes.connection.redis.on('ready', () => void this.#register(lane).catch(() => undefined));
  }

  /** Starts to take jobs. */
  static async start(options: QueueWorkerOptions): Promise<QueueWorker> {
    const { name: lane } = await options.lanes.open(options.versions);
    const worker = new QueueWorker(options, lane);
    await worker.#cache.prune(parcelSeconds * 1000);
    await worker.#register(lane);
    await worker.#worker.waitUntilReady();
    worker.#worker.run().catch(({ message }) => options.onEvent({ kind: 'trouble', message }));
    return worker;
  }

  /** Jobs under way. */
  get active(): number {
    return this.#active;
  }

  /**
   * Takes no more jobs, and resolves when those under way are done; what is not done after `grace` milliseconds, or when
   * the signal aborts, is given back, at the head of the queue.
   */
  async close(grace: number, hurry: AbortSignal): Promise<void> {
    const closing = this.#worker.close();
    const end = AbortSignal.any([hurry, this.#drain.signal]);
    void sleep(grace, undefined, { signal: end, ref: false })
      .catch(() => undefined)
      .then(() => this.#drain.abort());
    await closing;
    this.#drain.abort();
    await this.#options.lanes.staff.leave(this.name);
  }

  #register(lane: string): Promise<void> {
    const { lanes, versions, places, now } = this.#options;
    const card: WorkerCard = {
      ...{ name: this.name, host: hostname(), pid: process.pid, lane, versions, places },
      since: now().toISOString(),
    };
    return lanes.staff.register(card);
  }

  async #process(job: Job<unknown>, token: string | undefined, lost: AbortSignal | undefined): Promise<JobReturn> {
    const data = JobData.safeParse(job.data);
    if (!data.success || job.id === undefined) throw new UnrecoverableError('this is no job that Ariadne has made');
    const { theorem, attempt } = data.data;
    const { onEvent } = this.#options;
    this.#active += 1;
    onEvent({ kind: 'taken', theorem, attempt });
    const startedAt = performance.now();
    const signal = AbortSignal.any([this.#drain.signal, ...(lost === undefined ? [] : [lost])]);
    const giveBack = async (reason: string, leave: () => Promise<unknown>, thrown: Error): Promise<never> => {
      await leave();
      onEvent({ kind: 'given-back', theorem, attempt, reason });
      throw thrown;
    };
    try {
      const outcome = await this.#do(data.data, signal);
      switch (outcome.kind) {
        case 'cancelled':
          if (lost?.aborted) throw new Error('the connection was lost for so long that another worker got the job');
          return await giveBack('the worker ends', () => job.moveToWait(token), new WaitingError());
        case 'refused': {
          const refusal: Refusal = { refusedBy: this.name, reason: outcome.reason };
          await job.updateProgress(refusal);
          return await giveBack(
            outcome.reason,
            () => job.moveToDelayed(Date.now() + delayed, token),
            new DelayedError(),
          );
        }
        case 'done': {
          const packed = await packResult({ job: job.id, worker: this.name, result: outcome.result });
          const result = await this.#options.lanes.parcels.put(packed);
          const seconds = (performance.now() - startedAt) / 1000;
          onEvent({ kind: 'done', theorem, attempt, result: outcome.result, bytes: packed.length, seconds });
          return { result, worker: this.name };
        }
      }
    } catch (error) {
      if (!isFull(error)) throw error;
      return await giveBack('Redis is full', () => job.moveToDelayed(Date.now() + delayed, token), new DelayedError());
    } finally {
      this.#active -= 1;
    }
  }

  async #do(data: JobData, signal: AbortSignal): Promise<WorkOutcome> {
    const { assignment, theorems } = await this.#assignment(data.assignment);
    const theorem = theorems[data.line];
    if (theorem === undefined || theorem.id !== data.theorem || theorem.kind === 'invalid') {
      throw new UnrecoverableError('the job is about a theorem that its run does not have');
    }
    const { attempt, seed } = data;
    return this.#options.workshop.work({ assignment, theorem, attempt, seed, cache: this.#cache, signal });
  }

  /** Read once, however many jobs there are. */
  #assignment(hash: string): Promise<{ assignment: Assignment; theorems: BenchmarkTheorem[] }> {
    const known = this.#assignments.get(hash);
    if (known !== undefined) return known;
    const reading = (async () => {
      const assignment = Assignment.parse(JSON.parse((await this.#cache.bytes(hash)).toString('utf8')));
      const lines = (await this.#cache.bytes(assignment.theorems)).toString('utf8').split('\n').filter(Boolean);
      return { assignment, theorems: lines.map((line) => BenchmarkTheorem.parse(JSON.parse(line))) };
    })();
    this.#assignments.set(hash, reading);
    // What could not be read now may be there later.
    reading.catch(() => this.#assignments.delete(hash));
    const [oldest] = this.#assignments.keys();
    if (this.#assignments.size > 8 && oldest !== undefined) this.#assignments.delete(oldest);
    return reading;
  }
}
