/** A Lean that waits for requests, in this thread, from a snapshot. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LeanHeap } from './heap.ts';
import { runTasksAtOnce } from './module-bytes.ts';
import { bootRuntime, type LeanRuntime } from './runtime.ts';
import { ModuleFiles, type VisibleFiles } from './sandbox.ts';
import type { ServerAddresses } from './server.ts';
import { readIndex, restoreSnapshot } from './snapshot.ts';

export interface PreparedFiles {
  readonly wasm: string;
  /** The unpacked library's folder. */
  readonly library: string;
  /** The snapshot's folder. */
  readonly snapshot: string;
  /** A file that lists compiled modules (`ModuleList`, as JSON), where there are any. */
  readonly modules?: string;
}

export interface RestoredLean {
  readonly runtime: LeanRuntime;
  readonly heap: LeanHeap;
  readonly server: ServerAddresses;
}

/** What Lean prints goes to `log`, line by line. `visible` are files that it sees besides those that are prepared. */
export async function restoreLean(
  files: PreparedFiles,
  log: (line: string) => void,
  visible: Omit<VisibleFiles, 'library'> = listedModules(files.modules),
): Promise<RestoredLean> {
  const { wasm, snapshot, library } = files;
  const index = readIndex(snapshot);
  const bytes = readFileSync(wasm);
  runTasksAtOnce(bytes, index.enqueue);
  const runtime = await bootRuntime({ loader: join(snapshot, 'loader.js'), library, ...visible }, bytes, log);
  restoreSnapshot(snapshot, index, runtime);
  return { runtime, heap: new LeanHeap(runtime), server: index.server };
}

/** A list of compiled modules: the paths under which Lean looks for their files, and where these are. */
export type ModuleList = readonly (readonly [path: string, file: string])[];

function listedModules(list = ''): Omit<VisibleFiles, 'library'> {
  if (list === '') return {};
  const modules = new ModuleFiles();
  for (const [path, file] of JSON.parse(readFileSync(list, 'utf8')) as ModuleList) modules.add(path, file);
  return { modules };
}
