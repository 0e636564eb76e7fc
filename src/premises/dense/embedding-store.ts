import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { fileProblem } from '../../data/text-file.ts';
import { fromHalf, toHalf } from '../../onnx/half.ts';
import type { Embedder, Vectors } from './embedder.ts';
import type { Passage } from './passage.ts';

const Header = z.object({ embedder: z.string(), width: z.int().positive(), count: z.int().nonnegative() });

/** Bytes of the hash of a passage. */
const hashSize = 16;

/** Passages that are embedded at a time, between two looks at the signal and two reports. */
const passagesAtOnce = 2048;

/** Libraries of one model whose vectors are kept. */
const kept = 4;

const hashOf = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, hashSize).toString('hex');

export interface StoreOptions {
  /** Folder of the cache. */
  readonly folder: string;
  /** Is told how many passages of how many are embedded. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Vectors of statements in 16 bits, in one file for each model and set of them. Another model has files of its own; where
 * the statements change, those that are in a file of the model already are taken from it, so that only new ones are embedded.
 */
export class EmbeddingStore {
  readonly #folder: string;
  readonly #onProgress: (done: number, total: number) => void;

  constructor({ folder, onProgress }: StoreOptions) {
    this.#folder = join(folder, 'embeddings');
    this.#onProgress = onProgress ?? (() => {});
  }

  /** The vectors of statements, from the cache as far as they are in it. Rejects when the signal aborts. */
  async statements(
    embedder: Embedder,
    passages: readonly Passage[],
    signal?: AbortSignal,
  ): Promise<Result<Vectors, Problem>> {
    const hashes = passages.map((passage) => hashOf(JSON.stringify(passage)));
    const model = hashOf(embedder.name).slice(0, 16);
    const name = `${model}-${hashOf(hashes.join()).slice(0, 16)}.f16`;
    const path = join(this.#folder, name);
    const whole = await this.#read(path, embedder.name);
    if (whole !== undefined && whole.hashes.join() === hashes.join()) return ok(whole.vectors);
    const known = await this.#known(model, embedder.name);
    const missing = [...passages.keys()].filter((place) => !known.has(hashes[place]!));
    const fresh = new Map<string, Float32Array>();
    for (let from = 0; from < missing.length; from += passagesAtOnce) {
      const some = missing.slice(from, from + passagesAtOnce);
      const embedded = await embedder.embed(
        some.map((place) => passages[place]!),
        signal,
      );
      if (!embedded.ok) return embedded;
      const { width, data } = embedded.value;
      // Rounded at once, so that the first use and those from the cache are the same.
      const rounded = fromHalf(toHalf(data));
      for (const [i, place] of some.entries()) fresh.set(hashes[place]!, rounded.subarray(i * width, (i + 1) * width));
      this.#onProgress(from + some.length, missing.length);
    }
    const rows = hashes.map((hash) => fresh.get(hash) ?? known.get(hash)!);
    const width = rows[0]?.length ?? 0;
    const data = new Float32Array(rows.length * width);
    for (const [place, row] of rows.entries()) data.set(row, place * width);
    const written = await this.#write(path, { embedder: embedder.name, width, count: rows.length }, hashes, data);
    if (!written.ok) return written;
    await this.#prune(model, name);
    return ok({ width, data });
  }

  /** All vectors of a model that any of its files holds. */
  async #known(model: string, embedder: string): Promise<ReadonlyMap<string, Float32Array>> {
    const known = new Map<string, Float32Array>();
    for (const name of await this.#files(model)) {
      const file = await this.#read(join(this.#folder, name), embedder);
      if (file === undefined) continue;
      const { width, data } = file.vectors;
      for (const [i, hash] of file.hashes.entries()) known.set(hash, data.subarray(i * width, (i + 1) * width));
    }
    return known;
  }

  /** A file that is not there, damaged, or of another model is as good as none: it can be made again. */
  async #read(
    path: string,
    embedder: string,
  ): Promise<{ readonly hashes: readonly string[]; readonly vectors: Vectors } | undefined> {
    const bytes = await readFile(path).catch(() => undefined);
    const end = bytes?.indexOf(0x0a) ?? -1;
    if (bytes === undefined || end < 0) return undefined;
    let header: z.infer<typeof Header>;
    try {
      header = Header.parse(JSON.parse(bytes.toString('utf8', 0, end)));
    } catch {
      return undefined;
    }
    const { width, count } = header;
    const start = end + 1 + count * hashSize;
    if (header.embedder !== embedder || bytes.length !== start + count * width * 2) return undefined;
    const hashes = Array.from({ length: count }, (_, i) =>
      bytes.toString('hex', end + 1 + i * hashSize, end + 1 + (i + 1) * hashSize),
    );
    const halves = new Uint16Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length));
    return { hashes, vectors: { width, data: fromHalf(halves) } };
  }

  async #write(
    path: string,
    header: z.infer<typeof Header>,
    hashes: readonly string[],
    data: Float32Array,
  ): Promise<Result<void, Problem>> {
    if (header.width === 0) return ok(undefined);
    const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      await mkdir(this.#folder, { recursive: true });
      const halves = toHalf(data);
      await writeFile(
        temporary,
        Buffer.concat([
          Buffer.from(`${JSON.stringify(header)}\n`),
          Buffer.from(hashes.join(''), 'hex'),
          Buffer.from(halves.buffer, halves.byteOffset, halves.byteLength),
        ]),
      );
      await rename(temporary, path);
      return ok(undefined);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      return fail(fileProblem(error, path, 'write'));
    }
  }

  /** Keeps the files of a model that were written last. */
  async #prune(model: string, current: string): Promise<void> {
    const files = await this.#files(model);
    const ages = await Promise.all(
      files.map(async (name) => ({
        name,
        time: (await stat(join(this.#folder, name)).catch(() => undefined))?.mtimeMs ?? 0,
      })),
    );
    const old = ages.filter(({ name }) => name !== current).toSorted((a, b) => b.time - a.time);
    for (const { name } of old.slice(kept - 1)) await rm(join(this.#folder, name), { force: true });
  }

  async #files(model: string): Promise<readonly string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names.filter((name) => name.startsWith(`${model}-`) && name.endsWith('.f16'));
  }
}
