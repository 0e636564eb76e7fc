import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { Problem } from '../../data/problem.ts';
import { ProofTrace } from '../../data/proof-trace.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { fileProblem } from '../../data/text-file.ts';
import { attemptKey } from './run.ts';

/** A line of the log of proof graphs. The graph is base64 of zlib-packed JSON: also the form that a report embeds. */
export interface TraceRecord {
  readonly theorem: string;
  readonly attempt: number;
  readonly trace: string;
}

export const packTrace = async (trace: ProofTrace): Promise<string> =>
  (await promisify(deflate)(JSON.stringify(trace))).toString('base64');

export const unpackTrace = async (packed: string): Promise<ProofTrace> =>
  ProofTrace.parse(JSON.parse((await promisify(inflate)(Buffer.from(packed, 'base64'))).toString('utf8')));

interface Place {
  /** Byte offset of the packed graph, and its length. */
  readonly start: number;
  readonly length: number;
}

/** The proof graphs of a run, found without unpacking any; a run may have kept none. */
export class TraceArchive implements AsyncDisposable {
  readonly #file: FileHandle | undefined;
  readonly #path: string;
  readonly #places: ReadonlyMap<string, Place>;

  private constructor(path: string, file: FileHandle | undefined, places: ReadonlyMap<string, Place>) {
    this.#path = path;
    this.#file = file;
    this.#places = places;
  }

  static async open(path: string): Promise<Result<TraceArchive, Problem>> {
    let file: FileHandle | undefined;
    try {
      file = await open(path, 'r');
      return ok(new TraceArchive(path, file, await indexLines(file)));
    } catch (error) {
      await file?.close();
      const problem = fileProblem(error, path, 'read');
      return problem.code === 'file-not-found' ? ok(new TraceArchive(path, undefined, new Map())) : fail(problem);
    }
  }

  get size(): number {
    return this.#places.size;
  }

  /** Length of the packed graph of an attempt; `undefined` where there is none. */
  packedLength(theorem: string, attempt: number): number | undefined {
    return this.#places.get(attemptKey({ theorem, attempt }))?.length;
  }

  async readPacked(theorem: string, attempt: number): Promise<Result<string | undefined, Problem>> {
    const place = this.#places.get(attemptKey({ theorem, attempt }));
    if (place === undefined || this.#file === undefined) return ok(undefined);
    try {
      const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(place.length), 0, place.length, place.start);
      return ok(buffer.toString('latin1', 0, bytesRead));
    } catch (error) {
      return fail(fileProblem(error, this.#path, 'read'));
    }
  }

  async read(theorem: string, attempt: number): Promise<Result<ProofTrace | undefined, Problem>> {
    const packed = await this.readPacked(theorem, attempt);
    if (!packed.ok) return packed;
    return ok(packed.value === undefined ? undefined : await unpackTrace(packed.value));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close();
  }
}

/** The graph is the last field of its line, so that what stands before it is short. */
const head = /^\{"theorem":.*?,"attempt":\d+(?=,"trace":")/s;
const between = ',"trace":"'.length;
const afterTrace = '"}'.length;

async function indexLines(file: FileHandle): Promise<Map<string, Place>> {
  const places = new Map<string, Place>();
  let lineStart = 0;
  let rest = Buffer.alloc(0);
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 })) {
    const bytes = Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(0x0a, from); end >= 0; end = bytes.indexOf(0x0a, from)) {
      const opening = head.exec(bytes.toString('utf8', from, Math.min(end, from + 4096)))?.[0];
      if (opening !== undefined) {
        const start = lineStart + Buffer.byteLength(opening) + between;
        places.set(attemptKey(JSON.parse(`${opening}}`)), {
          start,
          length: lineStart + end - from - afterTrace - start,
        });
      }
      lineStart += end + 1 - from;
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
  return places;
}
