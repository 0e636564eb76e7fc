import { execa } from 'execa';
import {
  type CancellationToken,
  CancellationTokenSource,
  createMessageConnection,
  ErrorCodes,
  type MessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { fail, ok, type Result } from '../data/result.ts';
import type { LeanCommand } from './command.ts';
import type { LeanFailure } from './failure.ts';
import { groupMemory } from './memory.ts';
import { forgetProcess, killTree, ownGroup, trackProcess } from './process-tree.ts';
import { type Method, methods, type ParamsOf, type ResultOf } from './protocol.ts';

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Wall-clock limit in milliseconds. */
  readonly timeout: number;
}

/** After a request is cancelled: how long until the process is killed. Longer than the embedded Lean's own patience. */
const graceMilliseconds = 4_000;
const stderrKept = 4_096;

const spawn = (command: LeanCommand) =>
  execa(command.command, command.args, {
    cwd: command.cwd,
    env: command.env,
    detached: ownGroup,
    cleanup: false,
    buffer: false,
    reject: false,
    stdin: 'pipe',
  });

/** One Lean process, and the conversation with it. Never throws; once the process has ended, all requests fail. */
export class LeanClient {
  readonly pid: number;
  readonly #connection: MessageConnection;
  readonly #ended: Promise<void>;
  #stderr = '';
  #reportedMemory = 0;
  #alive = true;
  #hasEnded = false;

  /** Starts the process; it may take a while to answer its first request. */
  static start(command: LeanCommand): Result<LeanClient, LeanFailure> {
    const subprocess = spawn(command);
    if (subprocess.pid === undefined) {
      return fail({ kind: 'start', message: `${command.command} could not be started (${command.describe})` });
    }
    return ok(new LeanClient(subprocess, subprocess.pid));
  }

  private constructor(subprocess: ReturnType<typeof spawn>, pid: number) {
    this.pid = pid;
    trackProcess(pid);
    subprocess.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-stderrKept);
    });
    // A process that dies while we write to it is reported once, by its end.
    subprocess.stdin.on('error', () => {});
    this.#connection = createMessageConnection(
      new StreamMessageReader(subprocess.stdout),
      new StreamMessageWriter(subprocess.stdin),
    );
    this.#connection.onNotification('$/memory', ({ bytes }: { bytes: number }) => {
      this.#reportedMemory = bytes;
    });
    this.#connection.onNotification('$/lost', () => {
      this.#alive = false;
    });
    this.#connection.onError(() => this.kill());
    this.#connection.listen();
    this.#ended = new Promise((resolve) => {
      subprocess.once('close', () => {
        this.#alive = false;
        this.#hasEnded = true;
        forgetProcess(pid);
        // The connection hands out one message per turn of the event loop; answers that came before the end go first.
        setTimeout(resolve, 10);
      });
    });
  }

  /** Can it still be asked? A process that has lost its Lean says so before it ends. */
  get alive(): boolean {
    return this.#alive;
  }

  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Resident memory in bytes, as last known. */
  get memory(): number {
    return this.#reportedMemory || (this.#alive ? groupMemory(this.pid) : 0);
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
    if (!this.#hasEnded) killTree(this.pid);
  }

  /** How it ended, with the last lines of its stderr. */
  crash(): LeanFailure {
    const tail = this.#stderr.trim().split('\n').slice(-8).join('\n');
    return { kind: 'crash', message: `the Lean process ended${tail === '' ? '' : `; it said:\n${tail}`}` };
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
