/** Starting Leans: a process for each where it is native, instances of one host process where it is embedded. */
import { fail, ok, type Result } from '../../data/result.ts';
import type { LeanCommand } from '../command.ts';
import { HostConnection } from '../embedded/host/host-connection.ts';
import type { LeanFailure } from '../failure.ts';
import { LeanClient } from './client.ts';
import { LeanProcess } from './lean-process.ts';

export interface LeanLauncher {
  /** A Lean that has run nothing yet; it may take a while to answer its first request. */
  start(): Result<LeanClient, LeanFailure>;
  /** How many Leans to keep ready for `start`, where that is possible. */
  keepSpares(count: number): void;
  close(): Promise<void>;
}

export const launcher = (command: LeanCommand): LeanLauncher =>
  command.kind === 'embedded' ? new HostLauncher(command) : processLauncher(command);

function processLauncher(command: LeanCommand): LeanLauncher {
  return {
    start() {
      const started = LeanProcess.start(command);
      return started.ok ? ok(new LeanClient(started.value)) : started;
    },
    keepSpares() {},
    close: () => Promise.resolve(),
  };
}

/** One host at a time: when it has ended, the next start makes another one. */
class HostLauncher implements LeanLauncher {
  readonly #command: LeanCommand;
  #host: HostConnection | undefined;
  #spares = 0;
  #isClosed = false;

  constructor(command: LeanCommand) {
    this.#command = command;
  }

  start(): Result<LeanClient, LeanFailure> {
    if (this.#isClosed) return fail({ kind: 'start', message: 'this Lean was closed' });
    if (this.#host === undefined || this.#host.hasEnded) {
      const started = LeanProcess.start(this.#command);
      if (!started.ok) return started;
      this.#host = new HostConnection(started.value);
      this.#host.keepSpares(this.#spares);
    }
    return ok(new LeanClient(this.#host.open()));
  }

  keepSpares(count: number): void {
    if (count === this.#spares) return;
    this.#spares = count;
    this.#host?.keepSpares(count);
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.#host?.close() ?? Promise.resolve();
  }
}
