import {
  type CancellationToken,
  CancellationTokenSource,
  createMessageConnection,
  ErrorCodes,
  type MessageConnection,
  ResponseError,
} from 'vscode-jsonrpc/node';
import { fail, ok, type Result } from '../../data/result.ts';
import type { LeanFailure } from '../failure.ts';
import { type Method, methods, type ParamsOf, type ResultOf } from '../protocol.ts';
import type { LeanTransport } from './transport.ts';

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Wall-clock limit in milliseconds. */
  readonly timeout: number;
}

/** After a request is cancelled: how long until the process is killed. Longer than the embedded Lean's own patience. */
const graceMilliseconds = 4_000;

/** The conversation with one Lean. Never throws; once that Lean has ended, all requests fail. */
export class LeanClient {
  /** The process that it lives in, with others perhaps. */
  readonly pid: number;
  readonly #transport: LeanTransport;
  readonly #connection: MessageConnection;
  readonly #ended: Promise<void>;
  #reportedMemory = 0;
  #lostBecause = '';
  #alive = true;

  constructor(transport: LeanTransport) {
    this.pid = transport.pid;
    this.#transport = transport;
    this.#connection = createMessageConnection(transport.reader, transport.writer);
    this.#connection.onNotification('$/memory', ({ bytes }: { bytes: number }) => {
      this.#reportedMemory = bytes;
    });
    this.#connection.onNotification('$/lost', ({ message }: { message: string }) => {
      this.#lostBecause = message;
      this.#alive = false;
    });
    this.#connection.onError(() => this.kill());
    this.#connection.listen();
    this.#ended = transport.ended.then(() => {
      this.#alive = false;
      // The connection hands out one message per turn of the event loop; answers that came before the end go first.
      return new Promise((resolve) => setTimeout(resolve, 10));
    });
  }

  /** Can it still be asked? A lost one says so before it ends. */
  get alive(): boolean {
    return this.#alive;
  }

  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Resident memory in bytes, as last known. */
  get memory(): number {
    return this.#reportedMemory || (this.#alive ? this.#transport.memory() : 0);
  }

  async request<M extends Method>(
    method: M,
    params: ParamsOf<M>,
    options: RequestOptions,
  ): Promise<Result<ResultOf<M>, LeanFailure>> {
    if (!this.#alive) return fail(this.crash());
    const cancellation = new CancellationTokenSource();
    let stopped: 'timeout' | 'cancelled' | undefined;
    let killer: NodeJS.Timeout | undefined;
    const stop = (reason: 'timeout' | 'cancelled'): void => {
      stopped ??= reason;
      cancellation.cancel();
      killer ??= setTimeout(() => this.kill(), graceMilliseconds);
    };
    const timer = setTimeout(() => stop('timeout'), options.timeout);
    const onAbort = (): void => stop('cancelled');
    options.signal?.addEventListener('abort', onAbort, { once: true });
    if (options.signal?.aborted) onAbort();
    try {
      const result = await this.#answer(method, params, cancellation.token);
      if (!result.ok && stopped !== undefined) return fail({ kind: stopped, message: stopMessage(method, stopped) });
      return result;
    } finally {
      clearTimeout(timer);
      clearTimeout(killer);
      options.signal?.removeEventListener('abort', onAbort);
      cancellation.dispose();
    }
  }

  /** Has its host write down its memory under a number; resolves with its bytes, 0 where that cannot be. */
  async keepMemory(memory: number): Promise<number> {
    if (!this.#alive) return 0;
    const kept = this.#connection.sendRequest<{ readonly bytes: number }>('memory/keep', { memory });
    const answer = await Promise.race([kept, this.#ended]).catch(() => undefined);
    return answer?.bytes ?? 0;
  }

  async #answer<M extends Method>(
    method: M,
    params: ParamsOf<M>,
    token: CancellationToken,
  ): Promise<Result<ResultOf<M>, LeanFailure>> {
    const ended = this.#ended.then(() => fail(this.crash()));
    try {
      const answer = this.#connection.sendRequest(method, params, token);
      return await Promise.race([answer.then((value) => parse(method, value)), ended]);
    } catch (error) {
      if (error instanceof ResponseError && !connectionErrors.has(error.code))
        return fail({ kind: 'protocol', message: error.message });
      // Nobody listens any more, so it has ended or soon will.
      this.kill();
      return ended;
    }
  }

  kill(): void {
    this.#alive = false;
    this.#transport.kill();
  }

  /** How it ended, with the last that was heard of it. */
  crash(): LeanFailure {
    const heard = this.#lostBecause || this.#transport.lastWords();
    return { kind: 'crash', message: `Lean ended${heard === '' ? '' : `; it said:\n${heard}`}` };
  }
}

/** Codes with which the connection itself answers when there is nobody at the other end. */
const connectionErrors: ReadonlySet<number> = new Set([
  ErrorCodes.MessageWriteError,
  ErrorCodes.PendingResponseRejected,
  ErrorCodes.ConnectionInactive,
]);

const stopMessage = (method: Method, stopped: 'timeout' | 'cancelled'): string =>
  stopped === 'timeout' ? `${method} took longer than it may` : `${method} was cancelled`;

function parse<M extends Method>(method: M, value: unknown): Result<ResultOf<M>, LeanFailure> {
  const parsed = methods[method].result.safeParse(value);
  if (parsed.success) return ok(parsed.data as ResultOf<M>);
  return fail({ kind: 'protocol', message: `${method} answered something unexpected: ${parsed.error.message}` });
}
