/** A Lean that waits for requests, in this thread, from a snapshot. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LeanHeap } from './heap.ts';
import { runTasksAtOnce } from './module-bytes.ts';
import { bootRuntime, type LeanRuntime } from './runtime.ts';
import type { ServerAddresses } from './server.ts';
import { readIndex, restoreSnapshot } from './snapshot.ts';

export interface PreparedFiles {
  readonly wasm: string;
  /** The unpacked library's folder. */
  readonly library: string;
  /** The snapshot's folder. */
  readonly snapshot: string;
  readonly modules?: ReadonlyMap<string, string>;
  readonly output?: string;
}

export interface RestoredLean {
  readonly runtime: LeanRuntime;
  readonly heap: LeanHeap;
  readonly server: ServerAddresses;
}

/** What Lean prints goes to `log`, line by line. */
export async function restoreLean(files: PreparedFiles, log: (line: string) => void): Promise<RestoredLean> {
  const { wasm, snapshot, ...visible } = files;
  const index = readIndex(snapshot);
  const bytes = readFileSync(wasm);
  runTasksAtOnce(bytes, index.enqueue);
  const runtime = await bootRuntime({ loader: join(snapshot, 'loader.js'), ...visible }, bytes, log);
  restoreSnapshot(snapshot, index, runtime);
  return { runtime, heap: new LeanHeap(runtime), server: index.server };
}
