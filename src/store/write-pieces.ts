import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { fileProblem } from '../data/text-file.ts';

/** A long text in pieces, so that it need not fit into memory; a problem ends it. */
export type Pieces = AsyncIterable<Result<string, Problem>>;

/** Writes pieces to a file, packed where its name ends in `.gz`. The file is there whole or not at all. */
export async function writePieces(path: string, pieces: Pieces): Promise<Result<void, Problem>> {
  const partial = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.tmp`);
  let problem: Problem | undefined;
  async function* texts() {
    for await (const piece of pieces) {
      if (!piece.ok) {
        problem = piece.error;
        return;
      }
      yield piece.value;
    }
  }
  try {
    await mkdir(dirname(path), { recursive: true });
    const packing = path.endsWith('.gz') ? createGzip() : new PassThrough();
    await pipeline(Readable.from(texts()), packing, createWriteStream(partial, { flush: true }));
    if (problem === undefined) {
      await rename(partial, path);
      return ok(undefined);
    }
  } catch (error) {
    problem = fileProblem(error, path, 'write');
  }
  await rm(partial, { force: true }).catch(() => undefined);
  return fail(problem);
}
