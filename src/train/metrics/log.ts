import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { fileProblem, readText } from '../../data/text-file.ts';
import { writeText } from '../../store/write-text.ts';
import type { Measure, TrainingEvent } from '../events.ts';
import { EventFile } from './tensorboard.ts';

type Measured = Extract<TrainingEvent<Measure>, { kind: 'step' | 'validation' }>;

/** Writes what is measured to `metrics.jsonl` and to an event file for TensorBoard. */
export class MetricsLog {
  readonly #path: string;
  readonly #events: EventFile;

  private constructor(path: string, events: EventFile) {
    this.#path = path;
    this.#events = events;
  }

  /** Goes on after `step`: what an interrupted training measured after its last checkpoint comes again. */
  static async open(folder: string, step: number, seconds: number): Promise<Result<MetricsLog, Problem>> {
    const path = join(folder, 'metrics.jsonl');
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      return fail(fileProblem(error, folder, 'write'));
    }
    const before = step === 0 ? ok('') : await readText(path);
    const kept = (before.ok ? before.value : '').split('\n').filter((line) => isUpTo(line, step));
    const written = await writeText(path, kept.map((line) => `${line}\n`).join(''));
    if (!written.ok) return written;
    const events = await EventFile.create(folder, seconds);
    return events.ok ? ok(new MetricsLog(path, events.value)) : events;
  }

  async write(event: Measured, seconds: number): Promise<Result<void, Problem>> {
    try {
      await appendFile(this.#path, `${JSON.stringify(event)}\n`);
    } catch (error) {
      return fail(fileProblem(error, this.#path, 'write'));
    }
    const { kind, step, ...rest } = event;
    const numbers = Object.entries(rest).filter(([, value]) => typeof value === 'number');
    const scalars = numbers.map(([name, value]) => [`${kind === 'step' ? 'train' : kind}/${name}`, Number(value)]);
    return this.#events.scalars(step, seconds, Object.fromEntries(scalars));
  }
}

function isUpTo(line: string, step: number): boolean {
  try {
    return line !== '' && Number(JSON.parse(line).step) <= step;
  } catch {
    // The last line of a killed process may be torn.
    return false;
  }
}
