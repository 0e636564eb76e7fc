/** First use of the embedded Lean: unpacks the library, makes the loader and the snapshot, each once, in the cache. */
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { extract } from 'tar';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import { lockForWriting, type WriterLock } from '../../../store/lock.ts';
import { makeFolder, pruneCache } from '../../cache.ts';
import type { LeanEvent } from '../../lean.ts';
import type { LeanSource } from '../../sources.ts';
import { threadUrl } from '../thread-url.ts';
import { makeLoader } from '../wasm/loader.ts';
import type { LeanPackage } from '../wasm/package.ts';
import { hasLibrary, hasSnapshot, type PreparedPaths, snapshotPrefix } from './prepared.ts';
import { programFile } from './snapshot.ts';
import type { SnapshotMessage, SnapshotTask } from './snapshot-thread.ts';

export interface Preparation {
  readonly paths: PreparedPaths;
  readonly leanPackage: LeanPackage;
  readonly source: LeanSource;
  readonly warmUp: readonly string[];
}

type Step = Extract<LeanEvent, { kind: 'preparing' }>['step'];

/** Shares of the whole time between which a step runs, as measured on two cores. */
const spans: Readonly<Record<Step, readonly [number, number]>> = {
  waiting: [0, 0],
  library: [0, 0.2],
  loader: [0.2, 0.3],
  elaborate: [0.3, 0.85],
  'warm-up': [0.85, 0.95],
  snapshot: [0.95, 1],
};

const preparing = (step: Step, share: number): LeanEvent => {
  const [start, end] = spans[step];
  return { kind: 'preparing', step, done: start + share * (end - start) };
};

/** Snapshots of other versions stay while somebody may still be running them. */
const idleMilliseconds = 3_600_000;
const stackMegabytes = 256;

/** Makes what is missing; returns at once where nothing is. Two processes may call it at the same time. */
export async function prepare(
  preparation: Preparation,
  onEvent: (event: LeanEvent) => void,
): Promise<Result<null, Problem>> {
  const { paths } = preparation;
  if (isPrepared(paths)) {
    markUsed(paths.snapshot);
    return ok(null);
  }
  const started = performance.now();
  try {
    mkdirSync(paths.cache, { recursive: true });
    const held = await lock(paths.cache, onEvent);
    try {
      if (!isPrepared(paths)) {
        const made = await makeMissing(preparation, (step, share) => onEvent(preparing(step, share)));
        if (!made.ok) return made;
      }
    } finally {
      held.release();
    }
  } catch (error) {
    return fail({
      code: 'lean-preparation-failed',
      message: `The embedded Lean could not be prepared: ${error instanceof Error ? error.message : error}`,
      where: { file: paths.cache },
      hint: 'It needs 1 GB of free space in a folder that can be written; ARIADNE_CACHE names another one.',
    });
  }
  onEvent({ kind: 'prepared', milliseconds: performance.now() - started });
  return ok(null);
}

/** Says that it is in use; a cache that cannot be written serves as well. */
function markUsed(snapshot: string): void {
  const now = new Date();
  try {
    utimesSync(snapshot, now, now);
  } catch {}
}

const isPrepared = (paths: PreparedPaths): boolean => hasLibrary(paths) && hasSnapshot(paths);

/** Waits until no other process prepares anything in the cache. */
async function lock(cache: string, onEvent: (event: LeanEvent) => void): Promise<WriterLock> {
  for (;;) {
    const locked = await lockForWriting(cache);
    if (locked.ok) return locked.value;
    if (locked.error.code !== 'folder-locked') throw new Error(locked.error.message);
    onEvent(preparing('waiting', 0));
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function makeMissing(
  preparation: Preparation,
  onStep: (step: Step, share: number) => void,
): Promise<Result<null, Problem>> {
  const { paths, leanPackage } = preparation;
  pruneCache(paths.cache, basename(paths.snapshot), snapshotPrefix, idleMilliseconds);
  if (!hasLibrary(paths)) {
    onStep('library', 0);
    await makeFolder(paths.library, (folder) =>
      extract({
        file: leanPackage.library,
        cwd: folder,
        preserveOwner: false,
        // The archive was made on a Mac and holds its `._` companions.
        filter: (path) => !basename(path).startsWith('._'),
      }),
    );
  }
  if (hasSnapshot(paths)) return ok(null);
  onStep('loader', 0);
  const loader = makeLoader(readFileSync(leanPackage.script, 'utf8'));
  if (!loader.ok) return loader;
  await makeFolder(paths.snapshot, async (folder) => {
    writeFileSync(programFile(folder, 'loader'), loader.value);
    await makeSnapshot(preparation, folder, onStep);
  });
  return ok(null);
}

function makeSnapshot(
  preparation: Preparation,
  folder: string,
  onStep: (step: Step, share: number) => void,
): Promise<void> {
  const { paths, leanPackage, source, warmUp } = preparation;
  const task: SnapshotTask = {
    library: paths.library,
    wasm: leanPackage.wasm,
    source: source.text,
    warmUp,
    folder,
  };
  const worker = new Worker(threadUrl('image/snapshot-thread'), {
    workerData: task,
    resourceLimits: { stackSizeMb: stackMegabytes },
  });
  return new Promise<void>((resolve, reject) => {
    worker.on('message', (message: SnapshotMessage) => {
      if (message.kind === 'step') onStep(message.step, message.share);
      else if (message.kind === 'done') resolve();
      else reject(new Error(source.locate(message.message)));
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the thread that makes the snapshot ended early')));
  }).finally(() => worker.terminate());
}
