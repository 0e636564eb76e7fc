import { execa } from 'execa';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { fail, ok, type Result } from '../../data/result.ts';
import type { LeanCommand } from '../command.ts';
import type { LeanFailure } from '../failure.ts';
import { groupMemory } from './memory.ts';
import { forgetProcess, killTree, ownGroup, trackProcess } from './process-tree.ts';
import type { LeanTransport } from './transport.ts';

const stderrKept = 4_096;
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
  #stderr = '';
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
    subprocess.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-stderrKept);
    });
    // A process that dies while we write to it is reported once, by its end.
    subprocess.stdin.on('error', () => {});
    this.reader = new StreamMessageReader(subprocess.stdout);
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
    return this.#stderr.trim().split('\n').slice(-linesTold).join('\n');
  }

  memory(): number {
    return groupMemory(this.pid);
  }
}
