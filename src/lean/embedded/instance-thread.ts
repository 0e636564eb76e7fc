/**
 * The thread of an instance: restores the snapshot, then answers requests one by one. A batch of tactics
 * is handed to Lean tactic by tactic, so that each has its own time limit and a lost one costs only itself.
 */
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { TacticClock } from './control.ts';
import { boxedZero } from './heap.ts';
import { type LeanImage, type PreparedFiles, restoreLean, visibleFiles } from './restore.ts';
import { ask, tokenIndex } from './server.ts';

export interface InstanceTask {
  readonly image: LeanImage;
  readonly files: PreparedFiles;
  /** Is the snapshot to be checked? */
  readonly verify: boolean;
  readonly clock: SharedArrayBuffer;
}

export interface Request {
  readonly jsonrpc: '2.0';
  readonly id: number | string | null;
  readonly method: string;
  readonly params?: unknown;
}

export type Response = Pick<Request, 'jsonrpc' | 'id'> & { readonly result?: unknown; readonly error?: unknown };

export type InstanceMessage =
  | { readonly kind: 'ready'; readonly memory: WebAssembly.Memory; readonly tokenIndex: number }
  /** One tactic of the batch is done. */
  | { readonly kind: 'outcome'; readonly outcome: unknown }
  /** The whole batch is done; its outcomes came before. */
  | { readonly kind: 'batch-done' }
  | { readonly kind: 'response'; readonly response: Response }
  /** The state of this Lean can no longer be trusted. */
  | { readonly kind: 'lost'; readonly message: string };

const port = parentPort;
if (port === null) throw new Error('instance-thread runs as a worker thread only');
const tell = (message: InstanceMessage): void => port.postMessage(message);
const { image, files, verify, clock: buffer } = workerData as InstanceTask;

/** The package's own tracing, of which there are pages. */
const noise = /^(\[DEBUG|\s+- |\s+mainModule\?)/;
const stderr = 2;
const log = (line: string): void => {
  if (!noise.test(line)) writeSync(stderr, `${line}\n`);
};

const clock = new TacticClock(buffer);
const { runtime, heap, server } = await restoreLean(image, { files: visibleFiles(files), verify, log });
const token = tokenIndex(server);

function call(request: Request): Response {
  Atomics.store(new Int32Array(runtime.memory.buffer), token, boxedZero);
  clock.begin();
  try {
    return JSON.parse(ask(runtime, heap, server, JSON.stringify(request))) as Response;
  } finally {
    clock.end();
  }
}

interface Batch {
  readonly tactics: readonly unknown[];
}

const isBatch = (params: unknown): params is Batch =>
  typeof params === 'object' && params !== null && 'tactics' in params && Array.isArray(params.tactics);

const outcomesOf = (response: Response): readonly unknown[] | undefined => {
  const { result } = response;
  if (typeof result !== 'object' || result === null || !('outcomes' in result)) return undefined;
  return Array.isArray(result.outcomes) ? result.outcomes : undefined;
};

function runBatch(request: Request, batch: Batch): void {
  for (const tactic of batch.tactics) {
    if (clock.takeAbandoned()) break;
    const response = call({ ...request, params: { ...batch, tactics: [tactic] } });
    const outcomes = outcomesOf(response);
    if (outcomes === undefined) {
      tell({ kind: 'response', response });
      return;
    }
    for (const outcome of outcomes) tell({ kind: 'outcome', outcome });
  }
  tell({ kind: 'batch-done' });
}

port.on('message', (request: Request) => {
  clock.takeAbandoned();
  try {
    if (request.method === 'tactic/run' && isBatch(request.params)) runBatch(request, request.params);
    else tell({ kind: 'response', response: call(request) });
  } catch (error) {
    tell({ kind: 'lost', message: runtime.describeException(error) });
  }
});

tell({ kind: 'ready', memory: runtime.memory, tokenIndex: token });
// Now, because this thread is ended and does not end.
flushCompileCache();
