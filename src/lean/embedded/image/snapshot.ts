/**
 * The whole state of a Lean that waits for a request is its linear memory and the list of table entries added: no wasm
 * frame is live between two calls. A snapshot belongs to exactly one `lean.wasm` and loader.
 */
import { closeSync, openSync, readFileSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Stack } from '../runtime/initialize.ts';
import type { AddedSymbol, LeanRuntime } from '../runtime/runtime.ts';
import type { ServerAddresses } from '../runtime/server.ts';

const pageSize = 65536;
const chunkSize = 32 << 20;

/** A stretch of memory that is not all zero: address, length and checksum; both numbers are multiples of the page size. */
interface Run {
  readonly address: number;
  readonly length: number;
  readonly crc: number;
}

/** What belongs to the snapshot besides memory. */
export interface SnapshotFacts {
  readonly server: ServerAddresses;
  readonly stack: Stack;
  /** Checksum of the module's file. */
  readonly moduleCrc: number;
}

export interface SnapshotIndex extends SnapshotFacts {
  readonly memoryBytes: number;
  readonly runs: readonly Run[];
  readonly stackPointer: number;
  readonly addedSymbols: readonly AddedSymbol[];
  readonly tableLength: number;
}

export class DamagedSnapshot extends Error {
  /** How its message begins, also where only the message has come through. */
  static readonly prefix = 'the snapshot in the cache is damaged';

  constructor(what: string) {
    super(`${DamagedSnapshot.prefix}: ${what}`);
  }
}

const indexFile = 'snapshot.json';
const programFiles = { module: 'lean.wasm', loader: 'loader.js', functionNames: 'functions.bin' } as const;
const memoryFile = 'memory.bin';
/** Files of a snapshot folder. */
export const snapshotFiles = [...Object.values(programFiles), memoryFile, indexFile] as const;

/** A file of what is booted before memory is restored. */
export const programFile = (folder: string, file: keyof typeof programFiles): string =>
  join(folder, programFiles[file]);

export function writeSnapshot(folder: string, runtime: LeanRuntime, facts: SnapshotFacts): void {
  const bytes = runtime.bytes;
  const runs: Run[] = [];
  const file = openSync(join(folder, memoryFile), 'w');
  try {
    for (const [address, end] of nonZeroRuns(bytes)) {
      for (let start = address; start < end; start += chunkSize) {
        const chunk = bytes.subarray(start, Math.min(end, start + chunkSize));
        writeFully(file, chunk);
        runs.push({ address: start, length: chunk.length, crc: crc32(chunk) });
      }
    }
  } finally {
    closeSync(file);
  }
  const index: SnapshotIndex = {
    ...facts,
    memoryBytes: bytes.length,
    runs,
    stackPointer: runtime.stackPointer,
    addedSymbols: runtime.addedSymbols,
    tableLength: runtime.tableLength,
  };
  writeFileSync(join(folder, indexFile), JSON.stringify(index));
}

/** A snapshot whose files are open: it stays whole when its folder is replaced or cleared away. */
export interface OpenSnapshot {
  readonly index: SnapshotIndex;
  /** The file that holds its memory, open for reading. */
  readonly memory: number;
}

export function openSnapshot(folder: string): OpenSnapshot {
  const index = JSON.parse(readFileSync(join(folder, indexFile), 'utf8')) as SnapshotIndex;
  return { index, memory: openSync(join(folder, memoryFile), 'r') };
}

/** Makes the cache see that the snapshot has to be made again. */
export function discardSnapshot(folder: string): void {
  rmSync(join(folder, indexFile), { force: true });
}

/**
 * Turns a booted runtime into the Lean of the snapshot. With `verify`, throws `DamagedSnapshot` where a checksum does not
 * match: once in a process is enough, for its file is open and in the system's cache by then.
 */
export function restoreSnapshot({ index, memory }: OpenSnapshot, runtime: LeanRuntime, verify: boolean): void {
  const booted = runtime.memory.buffer.byteLength;
  if (index.memoryBytes > booted) runtime.memory.grow((index.memoryBytes - booted) / pageSize);
  for (const symbol of index.addedSymbols) runtime.addTableEntry(symbol);
  if (runtime.tableLength !== index.tableLength) throw new DamagedSnapshot('its table is that of another lean.wasm');
  const bytes = runtime.bytes;
  let end = 0;
  let position = 0;
  for (const run of index.runs) {
    // Only what the boot itself wrote can be other than zero between two runs.
    if (end < booted) bytes.fill(0, end, Math.min(run.address, booted));
    const chunk = bytes.subarray(run.address, run.address + run.length);
    readFully(memory, chunk, position);
    if (verify && crc32(chunk) !== run.crc) throw new DamagedSnapshot(`wrong checksum at ${run.address}`);
    end = run.address + run.length;
    position += run.length;
  }
  if (end < booted) bytes.fill(0, end, booted);
  runtime.setStackLimits(index.stack.base, index.stack.end);
  runtime.stackPointer = index.stackPointer;
}

function* nonZeroRuns(bytes: Uint8Array): Generator<readonly [number, number]> {
  const words = new BigUint64Array(bytes.buffer);
  const wordsPerPage = pageSize / 8;
  let start = -1;
  for (let page = 0; page * pageSize < bytes.length; page++) {
    const zero = words.subarray(page * wordsPerPage, (page + 1) * wordsPerPage).every((word) => word === 0n);
    if (!zero && start < 0) start = page * pageSize;
    if (zero && start >= 0) {
      yield [start, page * pageSize];
      start = -1;
    }
  }
  if (start >= 0) yield [start, bytes.length];
}

function writeFully(file: number, chunk: Uint8Array): void {
  for (let done = 0; done < chunk.length; ) done += writeSync(file, chunk, done);
}

export function readFully(file: number, chunk: Uint8Array, position: number): void {
  for (let done = 0; done < chunk.length; ) {
    const read = readSync(file, chunk, done, chunk.length - done, position + done);
    if (read === 0) throw new DamagedSnapshot('it is cut off');
    done += read;
  }
}
