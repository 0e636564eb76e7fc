/** The thread that makes a snapshot: boots a fresh Lean, elaborates our source in it, warms it up, and writes it down. */

import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import { LeanHeap } from '../runtime/heap.ts';
import { elaborate, importLean, initializeLean } from '../runtime/initialize.ts';
import { bootRuntime } from '../runtime/runtime.ts';
import { ask, makeServer } from '../runtime/server.ts';
import { writeFunctionNames } from '../wasm/function-names.ts';
import { findEnqueue, runTasksAtOnce } from '../wasm/module-bytes.ts';
import { compactExports } from '../wasm/module-exports.ts';
import { programFile, writeSnapshot } from './snapshot.ts';

export interface SnapshotTask {
  readonly library: string;
  readonly wasm: string;
  readonly source: string;
  readonly warmUp: readonly string[];
  /** Holds the loader already. */
  readonly folder: string;
}

export type SnapshotMessage =
  | { readonly kind: 'step'; readonly step: 'elaborate' | 'warm-up' | 'snapshot'; readonly share: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };

const port = parentPort;
if (port === null) throw new Error('snapshot-thread runs as a worker thread only');
const tell = (message: SnapshotMessage): void => port.postMessage(message);
const task = workerData as SnapshotTask;

const output: string[] = [];
const { bytes, loader } = makeProgram();
const program = {
  module: new WebAssembly.Module(bytes as Buffer<ArrayBuffer>),
  loader,
  functionNames: openSync(programFile(task.folder, 'functionNames'), 'r'),
};
const runtime = await bootRuntime(program, { library: task.library }, (line) => output.push(line));
try {
  const heap = new LeanHeap(runtime);
  const stack = initializeLean(runtime, heap);
  const lean = importLean(runtime, heap);
  const source = { text: task.source, name: 'Ariadne' };
  const environment = elaborate(runtime, heap, lean, source, (share) => {
    tell({ kind: 'step', step: 'elaborate', share });
  });
  const server = makeServer(runtime, heap, environment, 'Init');
  tell({ kind: 'step', step: 'warm-up', share: 0 });
  for (const request of task.warmUp) ask(runtime, heap, server, request);
  tell({ kind: 'step', step: 'snapshot', share: 0 });
  writeSnapshot(task.folder, runtime, { server, stack, moduleCrc: crc32(bytes) });
  tell({ kind: 'done' });
} catch (error) {
  const panics = output.filter((line) => line.includes('PANIC')).join('\n');
  tell({ kind: 'failed', message: [runtime.describeException(error), panics].join('\n').trim() });
}

/** The module as it is run, and the names that it no longer exports. */
function makeProgram(): { readonly bytes: Buffer; readonly loader: string } {
  const shipped = readFileSync(task.wasm);
  const enqueue = findEnqueue(shipped);
  if (!enqueue.ok) throw new Error(enqueue.error.message);
  runTasksAtOnce(shipped, enqueue.value);
  const loader = readFileSync(programFile(task.folder, 'loader'), 'utf8');
  const { bytes, names } = compactExports(shipped, loader);
  writeFileSync(programFile(task.folder, 'module'), bytes);
  writeFunctionNames(programFile(task.folder, 'functionNames'), names);
  return { bytes, loader };
}
