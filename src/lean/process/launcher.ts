/** Starting Leans: a process for each where it is native, instances of one host process where it is embedded. */
import { fail, ok, type Result } from '../../data/result.ts';
import type { LeanCommand } from '../command.ts';
import { HostConnection } from '../embedded/host/host-connection.ts';
import type { LeanFailure } from '../failure.ts';
import { LeanClient } from './client.ts';
import { LeanProcess } from './lean-process.ts';

/** What a Lean held in its memory when it was kept: others can begin there as long as its host lives. */
export interface KeptLean {
  /** Of the host. */
  readonly pid: number;
  readonly memory: number;
}

export interface StartedLean {
  readonly client: LeanClient;
  /** Does it begin with the memory that was asked for? */
  readonly isFromKept: boolean;
}

export interface LeanLauncher {
  /** A Lean that has run nothing yet, or nothing but what a kept one has; it may take a while to answer its first request. */
  start(from?: KeptLean): Result<StartedLean, LeanFailure>;
  /** Writes down what an idle Lean holds in its memory; `undefined` where that is not possible, or too much. */
  keep(client: LeanClient): Promise<KeptLean | undefined>;
  /** Frees what was kept: nothing will be started from it. */
  forget(kept: KeptLean): void;
  /** How many Leans to keep ready for `start`, where that is possible. */
  keepSpares(count: number, from?: KeptLean): void;
  close(): Promise<void>;
}

export const launcher = (command: LeanCommand): LeanLauncher =>
  command.kind === 'embedded' ? new HostLauncher(command) : processLauncher(command);

function processLauncher(command: LeanCommand): LeanLauncher {
  return {
    start() {
      const started = LeanProcess.start(command);
      return started.ok ? ok({ client: new LeanClient(started.value), isFromKept: false }) : started;
    },
    keep: () => Promise.resolve(undefined),
    forget() {},
    keepSpares() {},
    close: () => Promise.resolve(),
  };
}

/** One host at a time: when it has ended, the next start makes another one. */
class HostLauncher implements LeanLauncher {
  readonly #command: LeanCommand;
  #host: HostConnection | undefined;
  #keptCount = 0;
  #spares: { readonly count: number; readonly from: KeptLean | undefined } = { count: 0, from: undefined };
  #isClosed = false;

  constructor(command: LeanCommand) {
    this.#command = command;
  }

  start(from?: KeptLean): Result<StartedLean, LeanFailure> {
    if (this.#isClosed) return fail({ kind: 'start', message: 'this Lean was closed' });
    if (this.#host === undefined || this.#host.hasEnded) {
      const started = LeanProcess.start(this.#command);
      if (!started.ok) return started;
      this.#host = new HostConnection(started.value);
      this.#host.keepSpares(this.#spares.count, undefined);
    }
    const memory = this.#memoryOf(from);
    return ok({ client: new LeanClient(this.#host.open(memory)), isFromKept: memory !== undefined });
  }

  async keep(client: LeanClient): Promise<KeptLean | undefined> {
    const kept = { pid: client.pid, memory: ++this.#keptCount };
    return (await client.keepMemory(kept.memory)) > 0 ? kept : undefined;
  }

  forget(kept: KeptLean): void {
    const memory = this.#memoryOf(kept);
    if (memory !== undefined) this.#host?.forget(memory);
  }

  keepSpares(count: number, from?: KeptLean): void {
    if (count === this.#spares.count && from === this.#spares.from) return;
    this.#spares = { count, from };
    this.#host?.keepSpares(count, this.#memoryOf(from));
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.#host?.close() ?? Promise.resolve();
  }

  /** The number of a kept memory in the host that runs, if it is of that host. */
  #memoryOf(kept: KeptLean | undefined): number | undefined {
    return kept !== undefined && kept.pid === this.#host?.pid ? kept.memory : undefined;
  }
}
