import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Job, type Queue, QueueEvents } from 'bullmq';
import type { Problem } from '../../data/problem.ts';
import type { Parallel } from '../parallel.ts';
import { atMost, connectionProblem, keyPrefix } from './link/connection.ts';
import { type Versions, versionDifference } from './link/lane.ts';
import type { Lanes } from './link/lanes.ts';
import { JobData, JobReturn, Refusal, unpackResult, type WorkResult } from './link/wire.ts';
import { parcelSeconds } from './parcels/parcels.ts';

/** What is asked for: one theorem, once. */
export type Task = Pick<JobData, 'line' | 'theorem' | 'attempt' | 'seed'>;

export type Answer =
  /** `forget` takes it off the queue: to be called when the result is stored. */
  | { readonly kind: 'done'; readonly result: WorkResult['result']; readonly worker: string; forget(): Promise<void> }
  /** No worker could do it, in all the tries it got. */
  | { readonly kind: 'given-up'; readonly reason: string; forget(): Promise<void> }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'stopped'; readonly problem: Problem };

export interface CoordinatorOptions {
  readonly lanes: Lanes;
  readonly versions: Versions;
  /** Unique, and the same whenever the run is taken up again. */
  readonly run: string;
  /** Hash of the assignment's parcel. */
  readonly assignment: string;
  /** From 1, the first, to 2²¹. */
  readonly priority: number;
  /** So many jobs on the queue at once; otherwise as many as keep all workers busy. */
  readonly parallel: number | undefined;
  /** Whether a job of an earlier session is done with, so that what is left of it can go. */
  readonly isStored: (theorem: string, attempt: number) => boolean;
  /** Is told what a person should know: who works, who cannot, and why. */
  readonly onNotice: (text: string) => void;
  /** Milliseconds between two looks at what the events may have missed; default 10,000. */
  readonly lookEvery?: number;
}

/** How often a job is tried that fails in a worker; one that kills workers is given up by BullMQ's count of stalls. */
const tries = 5;

/** Jobs on the queue before the first worker is known, and beyond those that work: so that none waits for us. */
const spareJobs = 8;

interface Pending {
  readonly task: Task;
  readonly answer: (answer: Answer) => void;
  /** Its result is being fetched. */
  settling: boolean;
  /** How often its result was not there although it was done. */
  losses: number;
}

/**
 * Puts the tasks of one run on the queue, and brings back their results. A task is a job whose id follows from run,
 * theorem and attempt, so that asking again, by whoever takes up the run, changes nothing: a job stays on the queue until
 * its result is stored. Which worker does it, and what happens when that dies, is BullMQ's business.
 */
export class Coordinator implements AsyncDisposable {
  readonly #options: CoordinatorOptions;
  readonly #queue: Queue;
  readonly #events: QueueEvents;
  readonly #pending = new Map<string, Pending>();
  readonly #leaving = new Set<Promise<unknown>>();
  readonly #drainMark: string;
  readonly #told = new Set<string>();
  readonly #widthListeners: ((now: number) => void)[] = [];
  readonly #closed = new AbortController();
  #places = 0;
  #lastTotal = '';

  private constructor(options: CoordinatorOptions, queue: Queue, events: QueueEvents, drainMark: string) {
    this.#options = options;
    this.#queue = queue;
    this.#events = events;
    this.#drainMark = drainMark;
    events.on('completed', ({ jobId }) => void this.#settle(jobId));
    events.on('failed', ({ jobId }) => void this.#settle(jobId));
    events.on('progress', ({ jobId, data }) => this.#refused(jobId, data));
    events.on('error', () => {});
    void this.#lookAgain();
  }

  static async open(options: CoordinatorOptions): Promise<Coordinator> {
    const { lanes, versions } = options;
    const queue = await lanes.open(versions);
    const { redis } = lanes.connection;
    // Events are read from here on, whenever the reading itself begins.
    const [last] = await redis.xrevrange(queue.keys.events!, '+', '-', 'COUNT', 1);
    const events = new QueueEvents(queue.name, {
      connection: redis,
      prefix: keyPrefix,
      lastEventId: last?.[0] ?? '0-0',
    });
    const coordinator = new Coordinator(options, queue, events, await lanes.drainMark());
    await coordinator.#clearStored();
    await coordinator.#lookAtStaff();
    return coordinator;
  }

  /** How many tasks to have under way: enough to keep the workers busy that are there. */
  get parallel(): Parallel {
    return {
      now: this.#width,
      onChange: (listener) => {
        this.#widthListeners.push(listener);
      },
    };
  }

  get #width(): number {
    return this.#options.parallel ?? 2 * this.#places + spareJobs;
  }

  /** Resolves when the task is done, given up, or not wanted any more. Never rejects. */
  ask(task: Task, signal: AbortSignal): Promise<Answer> {
    if (signal.aborted) return Promise.resolve({ kind: 'cancelled' });
    const id = this.#idOf(task);
    return new Promise((resolve) => {
      const withdraw = () => {
        if (this.#pending.delete(id)) resolve({ kind: 'cancelled' });
        this.#leave(this.#queue.remove(id));
      };
      signal.addEventListener('abort', withdraw, { once: true });
      const answer = (given: Answer) => {
        signal.removeEventListener('abort', withdraw);
        this.#pending.delete(id);
        resolve(given);
      };
      this.#pending.set(id, { task, answer, settling: false, losses: 0 });
      void this.#put(id, task);
    });
  }

  #idOf({ theorem, attempt }: Pick<Task, 'theorem' | 'attempt'>): string {
    const name = createHash('sha256').update(theorem).digest('hex').slice(0, 24);
    return `${this.#options.run}-${name}-${attempt}`;
  }

  /** Where the job is there already, this changes nothing. */
  async #put(id: string, task: Task): Promise<void> {
    const { run, assignment, priority } = this.#options;
    const data: JobData = { run, assignment, ...task };
    try {
      await this.#queue.add('work', data, {
        jobId: id,
        priority,
        attempts: tries,
        backoff: { type: 'exponential', delay: 1000 },
        removeOnComplete: { age: parcelSeconds },
        removeOnFail: { age: parcelSeconds },
        stackTraceLimit: 1,
      });
      if (await this.#isFinished(id)) await this.#settle(id);
    } catch (error) {
      this.#stop(id, error);
    }
  }

  async #isFinished(id: string): Promise<boolean> {
    const state = await this.#queue.getJobState(id);
    return state === 'completed' || state === 'failed';
  }

  /** Takes the result of a job that is finished. */
  async #settle(id: string): Promise<void> {
    const pending = this.#pending.get(id);
    if (pending === undefined || pending.settling) return;
    pending.settling = true;
    try {
      const answer = await this.#answerOf(id, pending);
      if (answer !== undefined) pending.answer(answer);
    } catch (error) {
      this.#stop(id, error);
    } finally {
      pending.settling = false;
    }
  }

  async #answerOf(id: string, pending: Pending): Promise<Answer | undefined> {
    const job = await Job.fromId(this.#queue, id);
    if (job === undefined) return undefined;
    const forget = () => this.#forget(id, undefined);
    if (await job.isFailed()) return { kind: 'given-up', reason: reasonOf(job), forget };
    if (!(await job.isCompleted())) return undefined;

    const returned = JobReturn.safeParse(job.returnvalue);
    if (!returned.success) return { kind: 'given-up', reason: 'the worker did not say where its result is', forget };
    const { result: hash, worker } = returned.data;
    const packed = await this.#options.lanes.parcels.get(hash);
    if (packed === undefined) {
      // Redis lost it, in a crash of its machine perhaps: the work is done again.
      pending.losses += 1;
      if (pending.losses > tries) return { kind: 'given-up', reason: 'its result was lost each time', forget };
      await forget();
      await this.#put(id, pending.task);
      return undefined;
    }
    const result = await unpackResult(packed);
    if (result?.job !== id) {
      const reason = `the worker ${worker} sent something that is no result`;
      return { kind: 'given-up', reason, forget: () => this.#forget(id, hash) };
    }
    return { kind: 'done', result: result.result, worker, forget: () => this.#forget(id, hash) };
  }

  /** Nothing is lost where this fails: what is stored is not asked for again, and what is left expires. */
  async #forget(id: string, result: string | undefined): Promise<void> {
    try {
      await this.#queue.remove(id);
      if (result !== undefined) await this.#options.lanes.parcels.remove(result);
    } catch {}
  }

  /** What an earlier session had stored, and could not take off the queue any more. */
  async #clearStored(): Promise<void> {
    for (const job of await this.#queue.getJobs(['completed', 'failed'])) {
      const data = JobData.safeParse(job?.data);
      if (job?.id === undefined || !data.success || data.data.run !== this.#options.run) continue;
      if (!this.#options.isStored(data.data.theorem, data.data.attempt)) continue;
      await this.#forget(job.id, JobReturn.safeParse(job.returnvalue).data?.result);
    }
  }

  #refused(id: string, progress: unknown): void {
    const refusal = Refusal.safeParse(progress);
    if (!refusal.success || !this.#pending.has(id)) return;
    const { refusedBy, reason } = refusal.data;
    this.#tell(`worker ${refusedBy} cannot do this run's work: ${reason}`);
  }

  /** Each thing is said once. */
  #tell(text: string): void {
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.#options.onNotice(text);
  }

  /** Now and then: what events may have missed, jobs that Redis lost, and who is there. */
  async #lookAgain(): Promise<void> {
    const { signal } = this.#closed;
    const wait = () => sleep(this.#options.lookEvery ?? 10_000, true, { signal, ref: false }).catch(() => false);
    while (await wait()) {
      try {
        for (const [id, { task }] of this.#pending) await this.#look(id, task);
        await this.#lookAtStaff();
      } catch {
        // The connection is being made again; the next look is soon enough.
      }
    }
  }

  async #look(id: string, task: Task): Promise<void> {
    const state = await this.#queue.getJobState(id);
    if (state === 'completed' || state === 'failed') return this.#settle(id);
    if (state !== 'unknown' || this.#pending.get(id)?.settling !== false) return;
    if ((await this.#options.lanes.drainMark()) === this.#drainMark) return this.#put(id, task);
    this.#pending.get(id)?.answer({ kind: 'stopped', problem: drained });
  }

  async #lookAtStaff(): Promise<void> {
    const { lanes, versions } = this.#options;
    const present = await lanes.staff.present(lanes.named);
    const able = present.filter(({ lane }) => lane === this.#queue.name);
    for (const card of present) {
      const difference = versionDifference(card.versions, versions);
      if (difference !== undefined) this.#tell(`worker ${card.name} gets none of this run's work: ${difference}`);
    }
    const before = this.#width;
    this.#places = able.reduce((sum, { places }) => sum + places, 0);
    if (this.#width !== before) for (const listener of this.#widthListeners) listener(this.#width);
    const total = `${counted(able.length, 'worker')}, ${counted(this.#places, 'attempt')} at a time`;
    if (able.length === 0) {
      this.#tell(`no worker takes this run's work yet: ariadne worker --queue ${lanes.connection.address.describe}`);
    } else if (this.#lastTotal !== total) this.#options.onNotice(total);
    this.#lastTotal = total;
  }

  /** Nothing more can be asked for: Redis is full, or said something that nobody expected. */
  #stop(id: string, error: unknown): void {
    const problem = connectionProblem(error, this.#options.lanes.connection.address);
    this.#pending.get(id)?.answer({ kind: 'stopped', problem });
  }

  #leave(work: Promise<unknown>): void {
    const left = work.catch(() => undefined).finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    for (const { answer } of this.#pending.values()) answer({ kind: 'cancelled' });
    // Jobs that are not wanted any more leave the queue, where Redis still answers.
    await atMost(3000, Promise.all(this.#leaving));
    await atMost(1000, this.#events.close());
  }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function reasonOf(job: Job): string {
  if (/stalled more than/.test(job.failedReason)) {
    return `given up after ${job.stalledCounter} tries: each worker that took it died, or lost touch with the queue`;
  }
  return `given up after ${job.attemptsMade} tries: ${job.failedReason}`;
}

const drained: Problem = {
  code: 'queue-drained',
  message: 'the queue was drained: the attempts that waited were taken off it',
  hint: 'The same command puts them on it again, and goes on where it stopped.',
};
