import { type FileHandle, open } from 'node:fs/promises';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { fileProblem } from '../data/text-file.ts';

/**
 * A file of JSON lines that only grows. A line counts once `append` has resolved: it is on disk then, whatever comes
 * after. What a crash left of a line that never counted is cut off when the log is opened again.
 *
 * One process writes at a time; the run's lock sees to that.
 */
export class AppendLog implements AsyncDisposable {
  readonly #file: FileHandle;
  readonly #path: string;
  /** Bytes of whole lines; all that follows is torn. */
  #length: number;
  /** Appends queue up here, so that each is whole before the next begins. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(file: FileHandle, path: string, length: number) {
    this.#file = file;
    this.#path = path;
    this.#length = length;
  }

  static async open(path: string): Promise<Result<AppendLog, Problem>> {
    let file: FileHandle | undefined;
    try {
      const opened = await openOrCreate(path);
      file = opened;
      const length = wholeLines(await opened.readFile());
      await opened.truncate(length);
      return ok(new AppendLog(opened, path, length));
    } catch (error) {
      await file?.close();
      return fail(fileProblem(error, path, 'write'));
    }
  }

  /** On failure the log is as it was before. */
  append(record: unknown): Promise<Result<void, Problem>> {
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    const appended = this.#last.then(() => this.#append(line));
    this.#last = appended;
    return appended;
  }

  async #append(line: Buffer): Promise<Result<void, Problem>> {
    try {
      let written = 0;
      while (written < line.length) {
        const rest = line.length - written;
        written += (await this.#file.write(line, written, rest, this.#length + written)).bytesWritten;
      }
      await this.#file.datasync();
      this.#length += line.length;
      return ok(undefined);
    } catch (error) {
      await this.#file.truncate(this.#length).catch(() => undefined);
      return fail(fileProblem(error, this.#path, 'write'));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#last;
    await this.#file.close();
  }
}

/** Not with the `a` flag: after a failed append the next one must overwrite what is left of it. */
async function openOrCreate(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return await open(path, 'wx+');
    throw error;
  }
}

/** How many of these bytes are whole lines; a last line that is no JSON was torn by a crash of the machine. */
function wholeLines(bytes: Buffer): number {
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end === 0) return 0;
  const start = bytes.subarray(0, end - 1).lastIndexOf(0x0a) + 1;
  try {
    JSON.parse(bytes.toString('utf8', start, end));
    return end;
  } catch {
    return start;
  }
}

/** The whole lines of a log that may be in use, for readers: they leave the file alone. */
export function wholeText(bytes: Buffer): string {
  return bytes.toString('utf8', 0, wholeLines(bytes));
}
