import { Worker } from 'node:worker_threads';
import type { KeptMemory } from '../image/kept-memory.ts';
import { TacticClock } from '../runtime/control.ts';
import { boxedTrue } from '../runtime/heap.ts';
import { OutcomeBuffer } from '../runtime/outcome-buffer.ts';
import { threadUrl } from '../thread-url.ts';
import type { InstanceMessage, InstanceTask, Request, Response } from './instance-thread.ts';

export interface InstanceEvents {
  /** It waits for requests. */
  ready?(): void;
  send(response: Response): void;
  /** A request asked for its memory. */
  kept?(request: Request, memory: KeptMemory): void;
  /** It is no more; after the last response, if a request was under way, nothing will be answered. `message` says why. */
  lost(message: string, last: Response | undefined): void;
}

const stackMegabytes = 256;
const tickMilliseconds = 20;
/** How long a tactic may go on after its cancel token is set; Lean polls it, except in some loops of its kernel. */
const graceMilliseconds = 2_000;

const requestCancelled = -32800;
const serverError = -32000;

interface Current {
  readonly request: Request;
  readonly outcomes: unknown[];
  /** Limit of each piece of work, 0 for none. */
  readonly milliseconds: number;
  cancelled: boolean;
  /** The piece of work that was running at the last tick, when it was first seen, and when it was told to stop. */
  piece: { readonly number: number; readonly since: number; stopping?: number } | undefined;
}

/**
 * A memory with a Lean in it, and the thread that runs it. Requests in, responses out; one request at a time, in the order in
 * which they came.
 */
export class LeanInstance {
  #events: InstanceEvents;
  readonly #clock = new TacticClock();
  readonly #outcomes = new OutcomeBuffer();
  readonly #worker: Worker;
  readonly #queue: Request[] = [];
  #lean: { readonly memory: WebAssembly.Memory; readonly tokenIndex: number } | undefined;
  #current: Current | undefined;
  #ticking: NodeJS.Timeout | undefined;
  #isLost = false;

  constructor(task: Omit<InstanceTask, 'clock' | 'outcomes'>, events: InstanceEvents) {
    this.#events = events;
    const workerData: InstanceTask = { ...task, clock: this.#clock.buffer, outcomes: this.#outcomes.buffer };
    this.#worker = new Worker(threadUrl('host/instance-thread'), {
      workerData,
      resourceLimits: { stackSizeMb: stackMegabytes },
    });
    this.#worker.on('message', (message: InstanceMessage) => this.#receive(message));
    this.#worker.on('error', (error) => this.#lose(error));
    this.#worker.on('exit', () => this.#lose(new Error('Lean ended')));
  }

  /** From now on these are told. */
  set events(events: InstanceEvents) {
    this.#events = events;
  }

  get isReady(): boolean {
    return this.#lean !== undefined;
  }

  /** Bytes of its memory, 0 before it is ready. */
  get memory(): number {
    return this.#lean?.memory.buffer.byteLength ?? 0;
  }

  /** Ends it, whatever it is doing; resolves when its thread is gone. */
  async terminate(): Promise<void> {
    this.#isLost = true;
    this.#stopTicking();
    await this.#worker.terminate();
    this.#lean = undefined;
  }

  submit(request: Request): void {
    this.#queue.push(request);
    this.#next();
  }

  cancel(id: Request['id']): void {
    const queued = this.#queue.findIndex((request) => request.id === id);
    if (queued >= 0) {
      this.#queue.splice(queued, 1);
      this.#events.send({ jsonrpc: '2.0', id, error: { code: requestCancelled, message: 'cancelled' } });
    } else if (this.#current?.request.id === id) {
      this.#current.cancelled = true;
      this.#clock.abandonBatch();
      this.#tick(performance.now());
    }
  }

  #next(): void {
    if (this.#lean === undefined || this.#current !== undefined) return;
    const request = this.#queue.shift();
    if (request === undefined) return;
    this.#current = {
      request,
      outcomes: [],
      milliseconds: tacticLimit(request.params),
      cancelled: false,
      piece: undefined,
    };
    this.#ticking = setInterval(() => this.#tick(performance.now()), tickMilliseconds);
    this.#worker.postMessage(request);
  }

  #stopTicking(): void {
    clearInterval(this.#ticking);
    this.#ticking = undefined;
  }

  #receive(message: InstanceMessage): void {
    if (this.#isLost) return;
    if (message.kind === 'ready') {
      this.#lean = message;
      this.#events.ready?.();
    } else if (message.kind === 'outcome') {
      this.#takeOutcomes();
      this.#current?.outcomes.push(JSON.parse(message.outcome));
      this.#outcomes.giveReceipt();
    } else if (message.kind === 'lost') this.#lose(new Error(message.message));
    else if (message.kind === 'response') this.#answer(message.response);
    else if (message.kind === 'kept') this.#keep(message.memory);
    else if (this.#current !== undefined) {
      this.#takeOutcomes();
      this.#answer(batchResponse(this.#current));
    }
    this.#next();
  }

  #takeOutcomes(): void {
    this.#current?.outcomes.push(...this.#outcomes.take());
  }

  #keep(memory: KeptMemory | undefined): void {
    const request = this.#current?.request;
    if (request === undefined) return;
    if (memory !== undefined) this.#events.kept?.(request, memory);
    this.#answer({ jsonrpc: '2.0', id: request.id, result: { bytes: memory?.pages.length ?? 0 } });
  }

  #answer(response: Response): void {
    this.#current = undefined;
    this.#stopTicking();
    this.#events.send(response);
  }

  #lose(error: unknown): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#stopTicking();
    this.#takeOutcomes();
    const message = error instanceof Error ? error.message : String(error);
    this.#events.lost(message, this.#current === undefined ? undefined : lastResponse(this.#current, message));
  }

  #tick(now: number): void {
    const current = this.#current;
    const number = this.#clock.current();
    if (current === undefined || number === undefined) return;
    if (current.piece?.number !== number) current.piece = { number, since: now };
    const { piece } = current;
    const overdue = current.milliseconds > 0 && now - piece.since > current.milliseconds;
    if (!overdue && !current.cancelled) return;
    piece.stopping ??= now;
    // Again at every tick: Lean's own reading of the token may put the old value back.
    this.#clock.whileRunning(number, () => this.#setToken());
    if (now - piece.stopping < graceMilliseconds) return;
    const milliseconds = Math.round(now - piece.since);
    const message = `no end after ${milliseconds} ms; Lean did not react to being cancelled`;
    if (current.request.method === 'tactic/run') {
      this.#takeOutcomes();
      current.outcomes.push({ kind: 'timeout', message, micros: milliseconds * 1000 });
    }
    this.#lose(new Error(message));
  }

  #setToken(): void {
    if (this.#lean === undefined) return;
    Atomics.store(new Int32Array(this.#lean.memory.buffer), this.#lean.tokenIndex, boxedTrue);
  }
}

const batchResponse = ({ request, outcomes }: Current): Response => ({
  jsonrpc: '2.0',
  id: request.id,
  result: { outcomes },
});

/** Outcomes that are there are worth sending: the caller sees that there are fewer than tactics. */
const lastResponse = (current: Current, message: string): Response =>
  current.request.method === 'tactic/run'
    ? batchResponse(current)
    : { jsonrpc: '2.0', id: current.request.id, error: { code: serverError, message } };

function tacticLimit(params: unknown): number {
  if (typeof params !== 'object' || params === null || !('limits' in params)) return 0;
  const { limits } = params;
  if (typeof limits !== 'object' || limits === null || !('milliseconds' in limits)) return 0;
  return typeof limits.milliseconds === 'number' ? limits.milliseconds : 0;
}
