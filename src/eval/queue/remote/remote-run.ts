import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { BenchmarkTheorem } from '../../../data/benchmark/benchmark.ts';
import { formatJsonl, parseDocument } from '../../../data/jsonl.ts';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import { readText } from '../../../data/text-file.ts';
import { writeText } from '../../../store/write-text.ts';
import { Coordinator } from '../coordinator.ts';
import { connectionProblem } from '../link/connection.ts';
import type { Lanes } from '../link/lanes.ts';
import type { Assignment } from '../link/wire.ts';

export interface RemoteRunOptions {
  readonly lanes: Lanes;
  /** Folder of the run: what names it on the queue is kept there. */
  readonly folder: string;
  readonly theorems: readonly BenchmarkTheorem[];
  /** What workers are told, beside the theorems. */
  readonly assignment: Omit<Assignment, 'theorems'>;
  readonly priority: number;
  readonly parallel: number | undefined;
  readonly isStored: (theorem: string, attempt: number) => boolean;
  readonly onNotice: (text: string) => void;
  readonly lookEvery?: number;
}

/** A run on a queue: its coordinator, and where each theorem stands in what the workers were sent. */
export interface RemoteRun extends AsyncDisposable {
  readonly coordinator: Coordinator;
  lineOf(theorem: string): number;
}

/** Sends what all jobs of a run need, and opens its coordinator. */
export async function openRemoteRun(options: RemoteRunOptions): Promise<Result<RemoteRun, Problem>> {
  const { lanes, folder, theorems, assignment, ...rest } = options;
  const run = await runIdentity(folder);
  if (!run.ok) return run;
  try {
    const sent: Assignment = {
      ...assignment,
      theorems: await lanes.parcels.put(Buffer.from(formatJsonl(theorems))),
    };
    const coordinator = await Coordinator.open({
      ...rest,
      lanes,
      versions: assignment.versions,
      run: run.value,
      assignment: await lanes.parcels.put(Buffer.from(JSON.stringify(sent))),
    });
    const lines = new Map(theorems.map(({ id }, line) => [id, line]));
    return ok({
      coordinator,
      lineOf: (theorem) => lines.get(theorem) ?? -1,
      [Symbol.asyncDispose]: () => coordinator[Symbol.asyncDispose](),
    });
  } catch (error) {
    return fail(connectionProblem(error, lanes.connection.address));
  }
}

const Identity = z.object({ run: z.uuid() });

/** What the run is called on queues: made once, and kept with the run, so that whoever takes it up finds its jobs again. */
async function runIdentity(folder: string): Promise<Result<string, Problem>> {
  const file = join(folder, 'queue.json');
  const text = await readText(file);
  if (text.ok) {
    const known = parseDocument(text.value, Identity, file);
    return known.ok ? ok(known.value.run) : known;
  }
  if (text.error.code !== 'file-not-found') return text;
  const run = randomUUID();
  const written = await writeText(file, `${JSON.stringify({ run } satisfies z.infer<typeof Identity>)}\n`);
  return written.ok ? ok(run) : written;
}
