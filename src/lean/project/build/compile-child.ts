/**
 * The process in which modules are compiled: instances of the embedded Lean as threads, so that they share compiled code. It
 * is a process of its own because what a lost instance takes down with it must not be the user's command.
 */
import { Worker } from 'node:worker_threads';
import { type LeanImage, openImage, type PreparedFiles } from '../../embedded/image/restore.ts';
import type { CompileAnswer, CompileRequest, CompileThreadTask } from './compile-thread.ts';

/** To this process: compile something in the instance of a place. */
export interface ToCompiler {
  readonly place: number;
  readonly files: PreparedFiles;
  /** The folder that Lean may write to. */
  readonly output: string;
  readonly request: CompileRequest;
}
/** From it. */
export interface FromCompiler {
  readonly place: number;
  readonly answer: CompileAnswer;
}

const stackMegabytes = 256;

/**
 * An instance compiles one module: what Lean writes of a module depends on what the memory has seen before (extensions that
 * other modules registered go into its files), and modules are to be the same whatever was built beside them.
 */
const fresh = new Map<number, Worker>();
const send = (message: FromCompiler): void => {
  process.send?.(message);
};

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
let image: LeanImage | undefined;
process.on('message', ({ place, files, output, request }: ToCompiler) => {
  image ??= openImage(files.snapshot);
  const task: CompileThreadTask = { image, library: files.library, output };
  const worker = fresh.get(place) ?? start(task);
  fresh.delete(place);
  const settle = (answer: CompileAnswer): void => {
    worker.removeAllListeners();
    void worker.terminate();
    send({ place, answer });
    // The next one gets ready while its module is chosen.
    if (!fresh.has(place)) fresh.set(place, start(task));
  };
  worker.on('message', settle);
  worker.on('error', (error) => settle({ kind: 'lost', message: String(error) }));
  worker.on('exit', () => settle({ kind: 'lost', message: 'its thread ended' }));
  worker.postMessage(request);
});

function start(workerData: CompileThreadTask): Worker {
  const script = new URL(import.meta.url.replace('compile-child', 'compile-thread'));
  return new Worker(script, { workerData, resourceLimits: { stackSizeMb: stackMegabytes } });
}
