import { join } from 'node:path';
import { formatJsonl, parseJsonl } from '../../data/jsonl.ts';
import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import { readText } from '../../data/text-file.ts';
import { AppendLog } from '../../store/append-log.ts';
import { makeAndLock, type WriterLock } from '../../store/lock.ts';
import { writeText } from '../../store/write-text.ts';
import { BootstrapRecord, stepsOf } from './bootstrap.ts';

/** The folder of a bootstrap: a log of the theorems that were tried, and the steps that came of them. */
export class BootstrapFolder implements AsyncDisposable {
  readonly log: AppendLog;
  readonly stepsFile: string;
  readonly #lock: WriterLock;
  readonly #records: BootstrapRecord[] = [];
  #closed = 0;

  private constructor(folder: string, lock: WriterLock, log: AppendLog) {
    this.stepsFile = join(folder, 'steps.jsonl');
    this.log = log;
    this.#lock = lock;
  }

  /** Makes the folder, or goes on with it; one process at a time. */
  static async open(folder: string): Promise<Result<BootstrapFolder, Problem>> {
    const locked = await makeAndLock(folder);
    if (!locked.ok) return locked;
    const file = join(folder, 'theorems.jsonl');
    const log = await AppendLog.open(file);
    if (!log.ok) {
      locked.value.release();
      return log;
    }
    const opened = new BootstrapFolder(folder, locked.value, log.value);
    const text = await readText(file);
    const parsed = text.ok ? parseJsonl(text.value, BootstrapRecord, file) : text;
    if (!parsed.ok) {
      await opened[Symbol.asyncDispose]();
      return parsed;
    }
    for (const { record } of parsed.value) opened.add(record);
    return ok(opened);
  }

  /** All theorems that were tried, those of earlier sessions included. */
  get records(): readonly BootstrapRecord[] {
    return this.#records;
  }

  /** How many of them were closed. */
  get closed(): number {
    return this.#closed;
  }

  /** Counts a record that the log has. */
  add(record: BootstrapRecord): void {
    this.#records.push(record);
    if (record.steps.length > 0) this.#closed++;
  }

  /** Writes the steps of all records; answers with how many there are. */
  async writeSteps(): Promise<Result<number, Problem>> {
    const steps = stepsOf(this.#records);
    const written = await writeText(this.stepsFile, formatJsonl(steps));
    return written.ok ? ok(steps.length) : written;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.log[Symbol.asyncDispose]();
    this.#lock.release();
  }
}
