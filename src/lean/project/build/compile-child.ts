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
/** An instance that holds more than this after a module is replaced; at 2 GB Lean panics. */
const memoryLimit = 1.1e9;

const threads = new Map<number, Worker>();
const send = (message: FromCompiler): void => {
  process.send?.(message);
};

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
let image: LeanImage | undefined;
process.on('message', ({ place, files, output, request }: ToCompiler) => {
  image ??= openImage(files.snapshot);
  const worker = threads.get(place) ?? start(place, { image, library: files.library, output });
  worker.postMessage(request);
});

function start(place: number, workerData: CompileThreadTask): Worker {
  const script = new URL(import.meta.url.replace('compile-child', 'compile-thread'));
  const worker = new Worker(script, { workerData, resourceLimits: { stackSizeMb: stackMegabytes } });
  threads.set(place, worker);
  const drop = (): void => {
    if (threads.get(place) !== worker) return;
    threads.delete(place);
    void worker.terminate();
  };
  const lose = (message: string): void => {
    if (threads.get(place) !== worker) return;
    drop();
    send({ place, answer: { kind: 'lost', message } });
  };
  worker.on('message', (answer: CompileAnswer) => {
    if (threads.get(place) !== worker) return;
    if (answer.kind === 'lost' || answer.memory > memoryLimit) drop();
    send({ place, answer });
  });
  worker.on('error', (error) => lose(String(error)));
  worker.on('exit', () => lose('its thread ended'));
  return worker;
}
