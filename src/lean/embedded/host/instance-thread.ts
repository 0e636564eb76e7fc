/**
 * The thread of an instance: restores the snapshot, then answers requests one by one. A batch of tactics
 * is handed to Lean tactic by tactic, so that each has its own time limit and a lost one costs only itself.
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
  log,
});
const token = tokenIndex(server);

function call(request: Request): string {
  Atomics.store(new Int32Array(runtime.memory.buffer), token, boxedZero);
  clock.begin();
  try {
    return ask(runtime, heap, server, JSON.stringify(request));
  } finally {
    clock.end();
  }
}

interface Batch {
  readonly tactics: readonly unknown[];
}

const isBatch = (params: unknown): params is Batch =>
  typeof params === 'object' && params !== null && 'tactics' in params && Array.isArray(params.tactics);

/** How a response to one tactic is written (`lean/Server.lean`): its outcome is sent on as it stands, and read once. */
const [beforeOutcome, afterOutcome] = ['"outcomes":[', ']}}'];

function runBatch(request: Request, batch: Batch): void {
  for (const tactic of batch.tactics) {
    if (clock.takeAbandoned()) break;
    const response = call({ ...request, params: { ...batch, tactics: [tactic] } });
    const start = response.indexOf(beforeOutcome);
    if (start < 0 || !response.endsWith(afterOutcome)) {
      tell({ kind: 'response', response: JSON.parse(response) as Response });
      return;
    }
    add(response.slice(start + beforeOutcome.length, -afterOutcome.length));
  }
  tell({ kind: 'batch-done' });
}

function add(outcome: string): void {
  if (!outcomes.add(outcome)) outcomes.sendAround(() => tell({ kind: 'outcome', outcome }));
}

port.on('message', (request: Request) => {
  clock.takeAbandoned();
  try {
    if (request.method === keepMethod)
      tell({ kind: 'kept', memory: keepMemory(task.image.snapshot, runtime, mostKept) });
    else if (request.method === 'tactic/run' && isBatch(request.params)) runBatch(request, request.params);
    else tell({ kind: 'response', response: JSON.parse(call(request)) as Response });
  } catch (error) {
    tell({ kind: 'lost', message: runtime.describeException(error) });
  }
});

tell({ kind: 'ready', memory: runtime.memory, tokenIndex: token });
// Now, because this thread is ended and does not end.
flushCompileCache();
