/**
 * The process of an embedded Lean: frames of JSON-RPC on stdin and stdout, as with a native one. Its main thread stays free
 * while Lean runs in a thread of its own, so it can stop a tactic that overruns, answer with what is done so far when Lean
 * is lost, and end the process as soon as nobody is left to listen.
 */
import { utimes } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Message, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { LeanHost } from './lean-host.ts';
import type { Request } from './lean-thread.ts';

/** Nothing here has to be tidied up, and a thread busy in WebAssembly would hold up an orderly exit. */
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
};

const text = { type: 'string', default: '' } as const;
const { wasm, library, snapshot, modules } = parseArgs({
  options: { wasm: text, library: text, snapshot: text, modules: text },
}).values;

const reader = new StreamMessageReader(process.stdin);
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
touchSnapshot();
setInterval(touchSnapshot, 20 * 60_000);

const toldStep = 16 << 20;
let told = 0;
function tellMemory(): void {
  const bytes = process.memoryUsage.rss();
  if (Math.abs(bytes - told) < toldStep) return;
  told = bytes;
  void writer.write({ jsonrpc: '2.0', method: '$/memory', params: { bytes } } as Message);
}

const host = new LeanHost(
  { wasm, library, snapshot, modules },
  {
    send(response) {
      tellMemory();
      void writer.write(response);
    },
    lost(message, last) {
      process.stderr.write(`${message}\n`);
      // First the news, so that the last response is read in its light.
      const written = [
        writer.write({ jsonrpc: '2.0', method: '$/lost', params: { message } } as Message),
        ...(last === undefined ? [] : [writer.write(last)]),
      ];
      void Promise.allSettled(written).then(die);
    },
  },
);

const isRequest = (message: Message): message is Message & Request => 'method' in message && 'id' in message;

reader.listen((message) => {
  if (isRequest(message)) host.submit(message);
  else if ('method' in message && message.method === '$/cancelRequest' && 'params' in message) {
    const { params } = message;
    if (typeof params === 'object' && params !== null && 'id' in params) host.cancel(params.id as Request['id']);
  }
});
