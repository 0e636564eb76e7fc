import { type ChildProcess, fork } from 'node:child_process';
import type { PreparedFiles } from '../../embedded/image/restore.ts';
import type { FromCompiler, ToCompiler } from './compile-child.ts';
import type { CompileAnswer, CompileRequest } from './compile-thread.ts';

/** Compiles modules in a few places at a time, each an instance of its own. */
export class Compiler {
  readonly #files: PreparedFiles;
  readonly #cwd: string;
  readonly #waiting = new Map<number, (answer: CompileAnswer) => void>();
  #child: ChildProcess | undefined;

  /** `cwd` is where the process runs: whatever Lean's runtime leaves behind lands there. */
  constructor(files: PreparedFiles, cwd: string) {
    this.#files = files;
    this.#cwd = cwd;
  }

  /** One request at a time for each place. `output` stays the same for a place. */
  compile(place: number, output: string, request: CompileRequest): Promise<CompileAnswer> {
    return new Promise((resolve) => {
      this.#waiting.set(place, resolve);
      const message: ToCompiler = { place, files: this.#files, output, request };
      this.#running().send(message);
    });
  }

  close(): void {
    this.#child?.kill('SIGKILL');
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #running(): ChildProcess {
    if (this.#child !== undefined) return this.#child;
    const script = new URL(import.meta.url.replace(/compiler(?=\.[jt]s$)/, 'compile-child'));
    const child = fork(script, {
      cwd: this.#cwd,
      execArgv: ['--wasm-lazy-validation', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('message', ({ place, answer }: FromCompiler) => this.#settle(place, answer));
    child.on('error', () => {});
    child.on('exit', (code, signal) => {
      this.#child = undefined;
      const message = `the process that compiles ended (${signal ?? code})`;
      for (const place of [...this.#waiting.keys()]) this.#settle(place, { kind: 'lost', message });
    });
    this.#child = child;
    return child;
  }

  #settle(place: number, answer: CompileAnswer): void {
    const settle = this.#waiting.get(place);
    this.#waiting.delete(place);
    settle?.(answer);
  }
}
