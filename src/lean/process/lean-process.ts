import { execa } from 'execa';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { fail, ok, type Result } from '../../data/result.ts';
import type { LeanCommand } from '../command.ts';
import type { LeanFailure } from '../failure.ts';
import { groupMemory } from './memory.ts';
import { AfterPreamble } from './preamble.ts';
import { forgetProcess, killTree, ownGroup, trackProcess } from './process-tree.ts';
import type { LeanTransport } from './transport.ts';

const charactersKept = 4_096;
const linesTold = 8;

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

/** A process that speaks the protocol on its standard streams. */
export class LeanProcess implements LeanTransport {
  readonly pid: number;
  readonly reader: StreamMessageReader;
  readonly writer: StreamMessageWriter;
  readonly ended: Promise<void>;
  #heard = '';
  #hasEnded = false;

  static start(command: LeanCommand): Result<LeanProcess, LeanFailure> {
    const subprocess = spawn(command);
    if (subprocess.pid === undefined) {
      return fail({ kind: 'start', message: `${command.command} could not be started (${command.describe})` });
    }
    return ok(new LeanProcess(subprocess, subprocess.pid));
  }

  private constructor(subprocess: ReturnType<typeof spawn>, pid: number) {
    this.pid = pid;
    trackProcess(pid);
    subprocess.stderr.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    // A process that dies while we write to it is reported once, by its end.
    subprocess.stdin.on('error', () => {});
    const messages = new AfterPreamble((text) => this.#hear(text));
    this.reader = new StreamMessageReader(subprocess.stdout.pipe(messages));
    // Its timer for half a message goes off again and again, also when the process has ended in the middle of one.
    this.reader.partialMessageTimeout = 0;
    this.writer = new StreamMessageWriter(subprocess.stdin);
    this.ended = new Promise((resolve) => {
      subprocess.once('close', () => {
        this.#hasEnded = true;
        forgetProcess(pid);
        resolve();
      });
    });
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  kill(): void {
    if (!this.#hasEnded) killTree(this.pid);
  }

  lastWords(): string {
    return this.#heard.trim().split('\n').slice(-linesTold).join('\n');
  }

  #hear(text: string): void {
    this.#heard = (this.#heard + text).slice(-charactersKept);
  }

  memory(): number {
    return groupMemory(this.pid);
  }
}
