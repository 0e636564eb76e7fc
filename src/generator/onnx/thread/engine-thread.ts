import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import type { Decoded, DecodeRequest } from '../decode/request.ts';
import type { FromThread, ThreadStart, ToThread } from './messages.ts';

interface Waiting {
  readonly settle: (result: Result<Decoded, Problem>) => void;
}

/**
 * An engine in a thread of its own. The runtime computes a step without a pause, and whoever waits for Lean, or for a
 * person's Ctrl-C, must not wait for that.
 */
export class EngineThread {
  /** Length of a row of logits. */
  readonly vocabulary: number;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  #over: Problem | undefined;

  private constructor(worker: Worker, vocabulary: number) {
    this.#worker = worker;
    this.vocabulary = vocabulary;
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'decoded') this.#take(message.id)?.settle(message.result);
    });
    worker.on('error', (error: unknown) => this.#end(`The model's thread broke down: ${error}`));
    worker.on('exit', () => this.#end("The model's thread has ended."));
    worker.unref();
  }

  static async start(start: ThreadStart): Promise<Result<EngineThread, Problem>> {
    // Run from sources in a checkout, and from what is built of them in an installed package.
    const entry = new URL(`./thread${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(entry, { workerData: start });
    const [{ result }] = (await once(worker, 'message')) as [Extract<FromThread, { kind: 'loaded' }>];
    if (result.ok) return ok(new EngineThread(worker, result.value.vocabulary));
    await worker.terminate();
    return result;
  }

  /** As `Engine.decode`. */
  async decode(request: DecodeRequest, signal: AbortSignal): Promise<Result<Decoded, Problem>> {
    signal.throwIfAborted();
    if (this.#over !== undefined) return fail(this.#over);
    const id = this.#next++;
    const { promise, resolve, reject } = Promise.withResolvers<Result<Decoded, Problem>>();
    const abort = () => {
      this.#take(id);
      this.#send({ kind: 'cancel', id });
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    this.#waiting.set(id, {
      settle: (result) => {
        signal.removeEventListener('abort', abort);
        resolve(result);
      },
    });
    // While somebody waits, the thread keeps the program running.
    this.#worker.ref();
    this.#send({ kind: 'decode', id, request });
    return promise;
  }

  /** Cancels what is under way; resolves when the thread has given back what it held. */
  async close(): Promise<void> {
    if (this.#over !== undefined) return;
    const exit = once(this.#worker, 'exit');
    this.#worker.ref();
    this.#send({ kind: 'close' });
    await exit;
  }

  #send(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#worker.unref();
    return waiting;
  }

  #end(message: string): void {
    this.#over ??= { code: 'runtime-failed', message };
    for (const id of [...this.#waiting.keys()]) this.#take(id)?.settle(fail(this.#over));
  }
}
