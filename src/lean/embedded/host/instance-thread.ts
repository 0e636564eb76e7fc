/**
 * The thread of an instance: restores the snapshot, then answers requests one by one. Of a batch of tactics each has its
 * own time limit, and a lost one costs only itself: outcomes are heard as they come.
 */
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { type KeptMemory, keepMemory } from '../image/kept-memory.ts';
import { type LeanImage, type PreparedFiles, restoreLean, visibleFiles } from '../image/restore.ts';
import { TacticClock } from '../runtime/control.ts';
import { boxedZero } from '../runtime/heap.ts';
import { OutcomeBuffer } from '../runtime/outcome-buffer.ts';
import { ask, tokenIndex } from '../runtime/server.ts';

export interface InstanceTask {
  readonly image: LeanImage;
  readonly files: PreparedFiles;
  /** Where it begins, if not with the snapshot. */
  readonly kept?: KeptMemory | undefined;
  /** Is the snapshot to be checked? */
  readonly verify: boolean;
  readonly clock: SharedArrayBuffer;
  /** Where the outcomes of a batch go. */
  readonly outcomes: SharedArrayBuffer;
}

export interface Request {
  readonly jsonrpc: '2.0';
  readonly id: number | string | null;
  readonly method: string;
  readonly params?: unknown;
}

/** The request that is not for Lean: to write down what its memory holds. */
export const keepMethod = 'memory/keep';
/** Bytes; beyond it, doing the work again is cheaper than holding what came of it. */
const mostKept = 256 << 20;

export type Response = Pick<Request, 'jsonrpc' | 'id'> & { readonly result?: unknown; readonly error?: unknown };

export type InstanceMessage =
  | { readonly kind: 'ready'; readonly memory: WebAssembly.Memory; readonly tokenIndex: number }
  /** An outcome for which there is no room; it comes after those that are there. */
  | { readonly kind: 'outcome'; readonly outcome: string }
  /** The whole batch is done; its outcomes came before. */
  | { readonly kind: 'batch-done' }
  | { readonly kind: 'response'; readonly response: Response }
  /** Its memory as it is; `undefined` where that is too much to keep. */
  | { readonly kind: 'kept'; readonly memory: KeptMemory | undefined }
  /** The state of this Lean can no longer be trusted. */
  | { readonly kind: 'lost'; readonly message: string };

const port = parentPort;
if (port === null) throw new Error('instance-thread runs as a worker thread only');
const tell = (message: InstanceMessage): void => port.postMessage(message);
const task = workerData as InstanceTask;

/** The package's own tracing, of which there are pages. */
const noise = /^(\[DEBUG|\s+- |\s+mainModule\?)/;
const stderr = 2;
const log = (line: string): void => {
  if (!noise.test(line)) writeSync(stderr, `${line}\n`);
};

const clock = new TacticClock(task.clock);
const outcomes = new OutcomeBuffer(task.outcomes);
const { runtime, heap, server } = await restoreLean(task.image, {
  files: visibleFiles(task.files),
  verify: task.verify,
  kept: task.kept,
  listener: hear,
  log,
});
const token = tokenIndex(server);

function begin(): void {
  Atomics.store(new Int32Array(runtime.memory.buffer), token, boxedZero);
  clock.begin();
}

function call(request: Request): string {
  begin();
  try {
    return ask(runtime, heap, server, JSON.stringify(request));
  } finally {
    clock.end();
  }
}

/** Between two tactics of a batch: the time of one is over, and that of the next begins, if it is wanted. */
function hear(outcome: string): boolean {
  clock.end();
  if (!outcomes.add(outcome)) outcomes.sendAround(() => tell({ kind: 'outcome', outcome }));
  const goesOn = !clock.takeAbandoned();
  begin();
  return goesOn;
}

/** One call for the whole batch: what Lean's interpreter has looked up for one tactic, it has for all. */
function runBatch(request: Request): void {
  const response = JSON.parse(call(request)) as Response;
  const { result } = response as { readonly result?: { readonly outcomes: readonly unknown[] } };
  // Outcomes that came to nobody's ears: of a state that is not there.
  for (const outcome of result?.outcomes ?? []) hear(JSON.stringify(outcome));
  clock.end();
  tell(result === undefined ? { kind: 'response', response } : { kind: 'batch-done' });
}

port.on('message', (request: Request) => {
  clock.takeAbandoned();
  try {
    if (request.method === keepMethod)
      tell({ kind: 'kept', memory: keepMemory(task.image.snapshot, runtime, mostKept) });
    else if (request.method === 'tactic/run') runBatch(request);
    else tell({ kind: 'response', response: JSON.parse(call(request)) as Response });
  } catch (error) {
    tell({ kind: 'lost', message: runtime.describeException(error) });
  }
});

tell({ kind: 'ready', memory: runtime.memory, tokenIndex: token });
// Now, because this thread is ended and does not end.
flushCompileCache();
