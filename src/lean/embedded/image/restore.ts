/** A Lean that waits for requests, in this thread, from a snapshot. */
import { openSync, readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { LeanHeap } from '../runtime/heap.ts';
import { bootRuntime, type LeanRuntime, type Program } from '../runtime/runtime.ts';
import { ModuleFiles, type VisibleFiles } from '../runtime/sandbox.ts';
import { type Listener, listen, placeListener, type ServerAddresses } from '../runtime/server.ts';
import { type KeptMemory, restoreKept } from './kept-memory.ts';
import { DamagedSnapshot, type OpenSnapshot, openSnapshot, programFile, restoreSnapshot } from './snapshot.ts';

/** What the embedded Lean is made from, on disk. */
export interface PreparedFiles {
  /** The unpacked library's folder. */
  readonly library: string;
  /** The snapshot's folder. */
  readonly snapshot: string;
  /** A file that lists compiled modules (`ModuleList`, as JSON), where there are any. */
  readonly modules?: string;
}

/** All that instances of one process share: it goes from thread to thread as it is, compiled code included. */
export interface LeanImage {
  readonly program: Program;
  readonly snapshot: OpenSnapshot;
}

/** Opens what is in a snapshot's folder; throws where it is damaged. */
export function openImage(folder: string): LeanImage {
  const snapshot = openSnapshot(folder);
  const bytes = readFileSync(programFile(folder, 'module'));
  if (crc32(bytes) !== snapshot.index.moduleCrc) throw new DamagedSnapshot('wrong checksum of its module');
  const program = {
    module: new WebAssembly.Module(bytes),
    loader: readFileSync(programFile(folder, 'loader'), 'utf8'),
    functionNames: openSync(programFile(folder, 'functionNames'), 'r'),
  };
  return { program, snapshot };
}

export interface RestoredLean {
  readonly runtime: LeanRuntime;
  readonly heap: LeanHeap;
  readonly server: ServerAddresses;
}

export interface RestoreOptions {
  readonly files: VisibleFiles;
  /** Are checksums of memory to be checked? */
  readonly verify: boolean;
  /** A Lean that was restored from the same snapshot, kept at a later time. */
  readonly kept?: KeptMemory | undefined;
  /** Hears the outcomes of a batch, one by one; without it they are in the answer. */
  readonly listener?: Listener;
  /** Hears what Lean prints, line by line. */
  readonly log: (line: string) => void;
}

export async function restoreLean(image: LeanImage, options: RestoreOptions): Promise<RestoredLean> {
  const { program, snapshot } = image;
  const runtime = await bootRuntime(program, options.files, options.log);
  restoreSnapshot(snapshot, runtime, options.verify);
  const heap = new LeanHeap(runtime);
  const { server } = snapshot.index;
  const place = options.listener === undefined ? undefined : placeListener(runtime, heap, options.listener);
  if (options.kept !== undefined) restoreKept(options.kept, runtime);
  if (place !== undefined) listen(runtime, heap, server, place);
  return { runtime, heap, server };
}

/** A list of compiled modules: the paths under which Lean looks for their files, and where these are. */
export type ModuleList = readonly (readonly [path: string, file: string])[];

/** What Lean sees of the disk besides its memory. */
export function visibleFiles({ library, modules: list = '' }: PreparedFiles): VisibleFiles {
  if (list === '') return { library };
  const modules = new ModuleFiles();
  for (const [path, file] of JSON.parse(readFileSync(list, 'utf8')) as ModuleList) modules.add(path, file);
  return { library, modules };
}
