import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Redis } from 'ioredis';
import { z } from 'zod';

/** A SHA-256 in hex: the name of a parcel. */
export const ParcelHash = z.string().regex(/^[0-9a-f]{64}$/);

/** Small enough that Redis serves others in between, large enough that a model is not a million commands. */
const chunkBytes = 1 << 20;

/** How long a parcel stays that nobody asks for again: long enough for a coordinator to be away over a holiday. */
export const parcelSeconds = 14 * 24 * 3600;

/** What a parcel may come to, in bytes: a larger model is served by a machine of its own, not sent to all. */
const largestParcel = 8 * 2 ** 30;

const Header = z.object({
  bytes: z.coerce.number().int().nonnegative().max(largestParcel),
  chunks: z.coerce.number().int().nonnegative(),
});

/**
 * Bytes in Redis by their SHA-256, in chunks: what the two sides have to give each other that is too large for a job. A
 * parcel is written once, whoever needs it; its header comes last, so that one that has a header is whole.
 */
export class Parcels {
  readonly #redis: Redis;
  readonly #prefix: string;

  /** @param prefix of the keys */
  constructor(redis: Redis, prefix: string) {
    this.#redis = redis;
    this.#prefix = prefix;
  }

  /** Puts bytes there where they are not there yet; answers with their hash. */
  put(bytes: Uint8Array): Promise<string> {
    const pieces = function* () {
      for (let from = 0; from < bytes.length; from += chunkBytes) yield bytes.subarray(from, from + chunkBytes);
    };
    return this.#put(pieces);
  }

  /** Puts a file there, which may be larger than memory. Rejects with the errors of the file system. */
  putFile(path: string): Promise<string> {
    return this.#put(() => createReadStream(path, { highWaterMark: chunkBytes }));
  }

  async #put(pieces: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
    const digest = createHash('sha256');
    let bytes = 0;
    for await (const piece of pieces()) {
      digest.update(piece);
      bytes += piece.length;
    }
    const hash = digest.digest('hex');
    if (await this.#extend(hash)) return hash;
    let chunks = 0;
    for await (const piece of pieces()) {
      await this.#redis.set(this.#chunkKey(hash, chunks), Buffer.from(piece), 'EX', parcelSeconds);
      chunks += 1;
    }
    await this.#redis.hset(this.#key(hash), { bytes, chunks });
    await this.#redis.expire(this.#key(hash), parcelSeconds);
    return hash;
  }

  /** `undefined` where it is not there, or not whole: chunks that do not add up to its hash are not it. */
  async get(hash: string): Promise<Buffer | undefined> {
    const parts: Uint8Array[] = [];
    const whole = await this.read(hash, async (chunk) => {
      parts.push(chunk);
    });
    return whole ? Buffer.concat(parts) : undefined;
  }

  /** Gives the chunks away one by one. What was given counts only where this answers `true`: it is the parcel then. */
  async read(hash: string, give: (chunk: Uint8Array) => Promise<void>): Promise<boolean> {
    const header = Header.safeParse(await this.#redis.hgetall(this.#key(hash)));
    if (!header.success) return false;
    const digest = createHash('sha256');
    let bytes = 0;
    for (let i = 0; i < header.data.chunks; i++) {
      const chunk = await this.#redis.getBuffer(this.#chunkKey(hash, i));
      bytes += chunk?.length ?? 0;
      if (chunk === null || bytes > header.data.bytes) return false;
      digest.update(chunk);
      await give(chunk);
    }
    return digest.digest('hex') === hash;
  }

  async remove(hash: string): Promise<void> {
    const chunks = Number(await this.#redis.hget(this.#key(hash), 'chunks'));
    const keys = Array.from({ length: chunks }, (_, i) => this.#chunkKey(hash, i));
    await this.#redis.unlink(this.#key(hash), ...keys);
  }

  /** Is it there whole? Then its time starts anew. */
  async #extend(hash: string): Promise<boolean> {
    const chunks = await this.#redis.hget(this.#key(hash), 'chunks');
    if (chunks === null) return false;
    const pipeline = this.#redis.pipeline();
    for (let i = 0; i < Number(chunks); i++) pipeline.expire(this.#chunkKey(hash, i), parcelSeconds);
    pipeline.expire(this.#key(hash), parcelSeconds);
    const replies = await pipeline.exec();
    return replies?.every(([error, there]) => error === null && there === 1) ?? false;
  }

  #key(hash: string): string {
    return `${this.#prefix}:${hash}`;
  }

  #chunkKey(hash: string, chunk: number): string {
    return `${this.#prefix}:${hash}:${chunk}`;
  }
}
