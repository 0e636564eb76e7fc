/**
 * What a Lean has changed in its memory since it was restored from the snapshot: enough to restore another one just as it
 * is, any number of times. It goes from thread to thread as it is.
 */
import type { AddedSymbol, LeanRuntime } from '../runtime/runtime.ts';
import { type OpenSnapshot, readFully } from './snapshot.ts';

const pageSize = 4096;
const wasmPageSize = 65536;

export interface KeptMemory {
  readonly memoryBytes: number;
  readonly stackPointer: number;
  readonly addedSymbols: readonly AddedSymbol[];
  /** Addresses of pages, and the pages one after the other. */
  readonly addresses: Uint32Array;
  readonly pages: Uint8Array<SharedArrayBuffer>;
}

/** `undefined` where more than `limit` bytes differ. No wasm frame may be live. */
export function keepMemory(snapshot: OpenSnapshot, runtime: LeanRuntime, limit: number): KeptMemory | undefined {
  const bytes = runtime.bytes;
  const addresses: number[] = [];
  for (const [address, original] of originalMemory(snapshot, bytes.length)) {
    const memory = Buffer.from(bytes.buffer, address, original.length);
    for (let start = 0; start < original.length; start += wasmPageSize) {
      const end = Math.min(start + wasmPageSize, original.length);
      if (memory.compare(original, start, end, start, end) === 0) continue;
      for (let page = start; page < end; page += pageSize) {
        if (memory.compare(original, page, page + pageSize, page, page + pageSize) !== 0)
          addresses.push(address + page);
      }
    }
    if (addresses.length * pageSize > limit) return undefined;
  }
  const pages = new Uint8Array(new SharedArrayBuffer(addresses.length * pageSize));
  for (const [index, address] of addresses.entries()) {
    pages.set(bytes.subarray(address, address + pageSize), index * pageSize);
  }
  return {
    memoryBytes: bytes.length,
    stackPointer: runtime.stackPointer,
    addedSymbols: runtime.addedSymbols,
    addresses: Uint32Array.from(addresses),
    pages,
  };
}

/** Turns a Lean that has just been restored from the snapshot into the one whose memory was kept. */
export function restoreKept(kept: KeptMemory, runtime: LeanRuntime): void {
  const present = runtime.memory.buffer.byteLength;
  if (kept.memoryBytes > present) runtime.memory.grow((kept.memoryBytes - present) / wasmPageSize);
  for (const symbol of kept.addedSymbols.slice(runtime.addedSymbols.length)) runtime.addTableEntry(symbol);
  const { bytes } = runtime;
  kept.addresses.forEach((address, index) => {
    bytes.set(kept.pages.subarray(index * pageSize, (index + 1) * pageSize), address);
  });
  runtime.stackPointer = kept.stackPointer;
}

/** The snapshot's memory, stretch by stretch, as far as a memory of this length reaches; what it does not hold is zero. */
function* originalMemory(
  { index, memory }: OpenSnapshot,
  length: number,
): Generator<readonly [address: number, bytes: Buffer]> {
  const largest = Math.max(...index.runs.map((run) => run.length));
  const zeros = Buffer.alloc(largest);
  const stretch = Buffer.alloc(largest);
  let end = 0;
  let position = 0;
  for (const run of [...index.runs, { address: length, length: 0 }]) {
    for (; end < run.address; end += largest) yield [end, zeros.subarray(0, Math.min(largest, run.address - end))];
    const bytes = stretch.subarray(0, run.length);
    readFully(memory, bytes, position);
    if (run.length > 0) yield [run.address, bytes];
    end = run.address + run.length;
    position += run.length;
  }
}
