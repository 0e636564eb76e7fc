/**
 * The process that holds instances of the embedded Lean: frames of JSON-RPC on stdin and stdout, as with a native one. A
 * message says which instance it is for (`instance`, 0 where it does not); `$/open` makes one, `$/close` ends it, `$/spares`
 * says how many are to be kept ready. `memory/keep` writes down the memory of an instance under a number (`memory`); with that
 * number others are opened that begin just there, until `$/forget`. The main thread stays free while Lean runs in threads of its own, so it can stop a
 * tactic that overruns, answer with what is done so far when an instance is lost, and end the process as soon as nobody is
 * left to listen.
 */
import { utimes } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { type Message, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { type LeanImage, openImage } from '../image/restore.ts';
import { DamagedSnapshot, discardSnapshot } from '../image/snapshot.ts';
import { LeanHost, memoryIn, snapshotMemory } from './host.ts';
import type { InstanceEvents } from './instance.ts';
import type { Request } from './instance-thread.ts';

/** Nothing here has to be tidied up, and threads busy in WebAssembly would hold up an orderly exit. */
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
};

const text = { type: 'string', default: '' } as const;
const files = parseArgs({ options: { library: text, snapshot: text, modules: text } }).values;
const { snapshot } = files;

const reader = new StreamMessageReader(process.stdin);
reader.partialMessageTimeout = 0;
const writer = new StreamMessageWriter(process.stdout);
reader.onClose(die);
process.stdin.on('end', die);

/** In case another process still holds the other end of our stdin. */
const parent = process.ppid;
setInterval(() => process.ppid === parent || die(), 500);

/** Says that the snapshot is in use, so that no other version of Ariadne clears it away. */
function touchSnapshot(): void {
  const now = new Date();
  utimes(snapshot, now, now, () => {});
}
// Now, because this process is ended and does not end.
flushCompileCache();
touchSnapshot();
setInterval(touchSnapshot, 20 * 60_000);

const send = (message: object): Promise<void> => writer.write({ jsonrpc: '2.0', ...message } as Message);

/** What an instance says, under its number. */
function eventsOf(instance: number): InstanceEvents {
  const toldStep = 16 << 20;
  let told = 0;
  return {
    send(response) {
      const bytes = host.memoryOf(instance);
      if (Math.abs(bytes - told) >= toldStep) {
        told = bytes;
        void send({ method: '$/memory', params: { bytes }, instance });
      }
      void send({ ...response, instance });
    },
    lost(message, last) {
      // First the news, so that the last response is read in its light.
      void send({ method: '$/lost', params: { message }, instance });
      if (last !== undefined) void send({ ...last, instance });
    },
  };
}

/** Nothing can be started from a snapshot that cannot be restored: the next process makes it again. */
function giveUp(message: string): void {
  if (message.startsWith(DamagedSnapshot.prefix)) discardSnapshot(snapshot);
  process.stderr.write(`${message}\n`, die);
}

function open(): LeanImage {
  try {
    return openImage(snapshot);
  } catch (error) {
    giveUp(error instanceof Error ? error.message : String(error));
    throw error;
  }
}

const host = new LeanHost(open(), files, {
  instance: eventsOf,
  ended: (instance) => void send({ method: '$/ended', instance }),
  notStarted: giveUp,
});

interface Addressed {
  readonly instance?: number;
  readonly method?: string;
  readonly id?: Request['id'];
  readonly params?: unknown;
}

const opened = new Set<number>();
const defaultInstance = 0;

reader.listen((message) => {
  const { instance = defaultInstance, ...rest } = message as Message & Addressed;
  const { method, id, params } = rest;
  if (method === '$/open' || (instance === defaultInstance && !opened.has(defaultInstance))) {
    opened.add(instance);
    host.open(instance, method === '$/open' ? memoryIn(params) : snapshotMemory);
  }
  if (method === '$/close') host.close(instance);
  else if (method === '$/spares') host.keepSpares(numberIn(params, 'count'), memoryIn(params));
  else if (method === '$/forget') host.forget(memoryIn(params));
  else if (method === '$/cancelRequest') host.cancel(instance, idIn(params));
  else if (id !== undefined && method !== undefined) host.submit(instance, rest as Request);
});

const fieldOf = (params: unknown, name: string): unknown =>
  typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
const numberIn = (params: unknown, name: string): number => Number(fieldOf(params, name) ?? 0);
const idIn = (params: unknown): Request['id'] => (fieldOf(params, 'id') ?? null) as Request['id'];
