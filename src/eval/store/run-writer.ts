import { open, readdir } from 'node:fs/promises';
import type { RunItem } from '../../data/benchmark/benchmark.ts';
import { formatJsonl } from '../../data/jsonl.ts';
import type { Problem } from '../../data/problem.ts';
import type { ProofTrace } from '../../data/proof-trace.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { AppendLog } from '../../store/append-log.ts';
import { makeAndLock, type WriterLock } from '../../store/lock.ts';
import { writeText } from '../../store/write-text.ts';
import type { AttemptRecord } from '../attempt.ts';
import { RUN_FORMAT, type RunConfig, type RunManifest, type RunSession } from '../manifest.ts';
import { configChanges, describeChange } from './config-diff.ts';
import { attemptKey, readAttempts, readManifest, runFiles } from './run.ts';
import { packTrace, type TraceRecord } from './trace-log.ts';

export interface RunStart {
  readonly config: RunConfig;
  readonly theorems: readonly RunItem[];
  readonly session: RunSession;
}

/** The one process that may add to a run. What `record` has confirmed is on disk. */
export class RunWriter implements AsyncDisposable {
  readonly folder: string;
  readonly manifest: RunManifest;
  readonly #attempts: Map<string, AttemptRecord>;
  readonly #attemptLog: AppendLog;
  readonly #traceLog: AppendLog;
  readonly #lock: WriterLock;

  private constructor(
    folder: string,
    manifest: RunManifest,
    attempts: readonly AttemptRecord[],
    logs: { readonly attempts: AppendLog; readonly traces: AppendLog },
    lock: WriterLock,
  ) {
    this.folder = folder;
    this.manifest = manifest;
    this.#attempts = new Map(attempts.map((record) => [attemptKey(record), record]));
    this.#attemptLog = logs.attempts;
    this.#traceLog = logs.traces;
    this.#lock = lock;
  }

  /** Starts the run in a folder, or takes it up where it stopped. Refused where its configuration has changed. */
  static async open(folder: string, start: RunStart): Promise<Result<RunWriter, Problem>> {
    const lock = await makeAndLock(folder);
    if (!lock.ok) return lock;
    const writer = await openLocked(folder, start);
    if (!writer.ok) {
      lock.value.release();
      return writer;
    }
    const { manifest, attempts, logs } = writer.value;
    return ok(new RunWriter(folder, manifest, attempts, logs, lock.value));
  }

  get attempts(): readonly AttemptRecord[] {
    return [...this.#attempts.values()];
  }

  find(theorem: string, attempt: number): AttemptRecord | undefined {
    return this.#attempts.get(attemptKey({ theorem, attempt }));
  }

  /** The graph goes first: an attempt that counts has its graph. */
  async record(record: AttemptRecord, trace: ProofTrace | undefined): Promise<Result<void, Problem>> {
    if (trace !== undefined) {
      const { theorem, attempt } = record;
      const packed: TraceRecord = { theorem, attempt, trace: await packTrace(trace) };
      const stored = await this.#traceLog.append(packed);
      if (!stored.ok) return stored;
    }
    const stored = await this.#attemptLog.append(record);
    if (stored.ok) this.#attempts.set(attemptKey(record), record);
    return stored;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#attemptLog[Symbol.asyncDispose]();
    await this.#traceLog[Symbol.asyncDispose]();
    this.#lock.release();
  }
}

interface Opened {
  readonly manifest: RunManifest;
  readonly attempts: readonly AttemptRecord[];
  readonly logs: { readonly attempts: AppendLog; readonly traces: AppendLog };
}

async function openLocked(folder: string, start: RunStart): Promise<Result<Opened, Problem>> {
  const manifest = await nextManifest(folder, start);
  if (!manifest.ok) return manifest;
  const files = runFiles(folder);
  // The manifest comes last: a folder that has one has all that a run needs.
  if (manifest.value.sessions.length === 1) {
    const theorems = await writeText(files.theorems, formatJsonl(start.theorems));
    if (!theorems.ok) return theorems;
  }
  const written = await writeText(files.manifest, `${JSON.stringify(manifest.value, undefined, 1)}\n`);
  if (!written.ok) return written;
  const attempts = await AppendLog.open(files.attempts);
  if (!attempts.ok) return attempts;
  const traces = await AppendLog.open(files.traces);
  if (!traces.ok) {
    await attempts.value[Symbol.asyncDispose]();
    return traces;
  }
  await syncFolder(folder);
  const recorded = await readAttempts(folder);
  if (!recorded.ok) {
    await attempts.value[Symbol.asyncDispose]();
    await traces.value[Symbol.asyncDispose]();
    return recorded;
  }
  return ok({
    manifest: manifest.value,
    attempts: recorded.value,
    logs: { attempts: attempts.value, traces: traces.value },
  });
}

/** Puts the names of new files on disk, too. Not all systems can do so; those that cannot need not. */
async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
}

/** The manifest with this session added: a new one, or that of the run that is taken up. */
async function nextManifest(
  folder: string,
  { config, theorems, session }: RunStart,
): Promise<Result<RunManifest, Problem>> {
  const existing = await readManifest(folder);
  if (existing.ok) {
    const changes = configChanges(existing.value.config, config);
    if (changes.length > 0) {
      return fail({
        code: 'config-changed',
        message: `the run ${folder} was started with another configuration:\n${changes.map((change) => `  ${describeChange(change)}`).join('\n')}`,
        where: { file: folder },
        hint: 'Repeat the command as it was, or start another run with --out.',
      });
    }
    return ok({ ...existing.value, sessions: [...existing.value.sessions, session] });
  }
  if (existing.error.code !== 'not-a-run') return existing;
  const others = (await readdir(folder)).filter((name) => !isOurs(name));
  if (others.length > 0) {
    return fail({
      code: 'not-a-run',
      message: `${folder} holds other things (${others.slice(0, 3).join(', ')}), but no run`,
      where: { file: folder },
      hint: 'Name a new or an empty folder.',
    });
  }
  return ok({
    format: RUN_FORMAT,
    config,
    theorems: theorems.map(({ id, split, module }) => ({ id, split, module })),
    sessions: [session],
  });
}

/** What a run leaves behind that was killed before its manifest was there. */
const isOurs = (name: string) =>
  /^(\.lock|\.writer\.json|theorems\.jsonl|(theorems\.jsonl|manifest\.json)\.\d+)$/.test(name);
