import type { Session } from '../model/session.ts';
import type { CacheEntry } from '../model/signature.ts';
import { cacheData, floatData, integers } from '../model/tensors.ts';
import type { Decoder, Prefill } from './decoder.ts';
import { bytesOf, cacheFeeds, cacheOutputs, type DecoderGraphs, emptyCacheFeeds, plainFeeds } from './graphs.ts';
import { KvCache } from './kv-cache.ts';

/**
 * An encoder-decoder. The encoder masks what pads its prompts; the decoder has no mask of its own, so that all rows of
 * a cache are equally long. What the encoder says is kept as one more tensor of the cache.
 */
export class Seq2SeqDecoder implements Decoder {
  readonly cache: readonly CacheEntry[];
  readonly vocabulary: number;
  readonly mixes = false;
  readonly shares = false;
  readonly bytesPerToken: number;
  readonly bytesPerPromptToken: number;
  readonly #encoder: Session;
  readonly #graphs: DecoderGraphs;
  readonly #start: number;

  constructor(
    encoder: { readonly session: Session; readonly states: CacheEntry },
    graphs: DecoderGraphs,
    vocabulary: number,
    start: number,
  ) {
    this.#encoder = encoder.session;
    this.#graphs = graphs;
    this.vocabulary = vocabulary;
    this.#start = start;
    this.cache = [...graphs.cache, encoder.states];
    this.bytesPerToken = bytesOf(this.cache.filter(({ cross }) => !cross));
    this.bytesPerPromptToken = bytesOf(this.cache.filter(({ cross }) => cross));
  }

  get weightBytes(): number {
    return this.#graphs.next.bytes;
  }

  cachedTokens(): number {
    return 1;
  }

  async prefill(prompts: readonly (readonly number[])[]): Promise<Prefill> {
    const { first, firstInputs, cache: entries } = this.#graphs;
    const rows = prompts.length;
    const lengths = prompts.map((prompt) => prompt.length);
    const longest = Math.max(...lengths);
    const flat = (cell: (row: number, column: number) => number) =>
      Float64Array.from({ length: rows * longest }, (_, i) => cell(Math.floor(i / longest), i % longest));
    const type = this.#encoder.inputs.get('input_ids')?.type === 'int32' ? 'int32' : 'int64';
    const dims = [rows, longest];
    const mask = integers(
      type,
      flat((row, column) => (column < lengths[row]! ? 1 : 0)),
      dims,
    );
    const ids = integers(
      type,
      flat((row, column) => prompts[row]![column] ?? 0),
      dims,
    );
    const encoded = await this.#encoder.run({ input_ids: ids, attention_mask: mask }, ['last_hidden_state']);
    const states = encoded.last_hidden_state!;

    const names = new Map(entries.map(({ past, present }) => [past, present]));
    const feeds = {
      ...plainFeeds(firstInputs, {
        ids: new Array(rows).fill(this.#start),
        mask: () => new Array(rows).fill(1),
        positions: () => new Array(rows).fill(0),
        rows,
        cached: false,
        keep: 1,
      }),
      ...emptyCacheFeeds(first, entries, rows),
      ...(firstInputs.encoderStates && { encoder_hidden_states: states }),
      ...(firstInputs.encoderMask !== undefined && { encoder_attention_mask: mask }),
    };
    const outputs = await first.run(feeds, ['logits', ...names.values()]);
    const cache = new KvCache(this.cache);
    const tensors = cacheOutputs(outputs, names).set('encoder_hidden_states', cacheData(states));
    cache.adopt(tensors, 1, new Array(rows).fill(1), { capacity: longest, lengths });
    const logits = floatData(outputs.logits!);
    const row = (i: number) => logits.subarray(i * this.vocabulary, (i + 1) * this.vocabulary);
    return { cache, logits: prompts.map((_, i) => row(i)) };
  }

  async step(cache: KvCache, tokens: readonly number[]): Promise<Float32Array> {
    const { next, nextInputs, cache: entries } = this.#graphs;
    const { rows, capacity, lengths, crossLengths, crossCapacity } = cache;
    const names = new Map(entries.filter(({ cross }) => !cross).map(({ past, present }) => [past, present]));
    const feeds = {
      ...plainFeeds(nextInputs, {
        ids: tokens,
        mask: () => new Array(rows * (capacity + 1)).fill(1),
        positions: () => lengths,
        rows,
        cached: true,
        keep: 1,
      }),
      ...cacheFeeds(next, cache),
      ...(nextInputs.encoderMask !== undefined && {
        encoder_attention_mask: integers(nextInputs.encoderMask, encoderMask(crossLengths, crossCapacity), [
          rows,
          crossCapacity,
        ]),
      }),
    };
    const outputs = await next.run(feeds, ['logits', ...names.values()]);
    cache.adopt(
      cacheOutputs(outputs, names),
      capacity + 1,
      lengths.map((length) => length + 1),
    );
    return floatData(outputs.logits!);
  }

  get busy(): number {
    const { first, next } = this.#graphs;
    return this.#encoder.busy + (first === next ? next.busy : first.busy + next.busy);
  }

  async close(): Promise<void> {
    for (const session of new Set([this.#encoder, this.#graphs.first, this.#graphs.next])) await session.close();
  }
}

function encoderMask(lengths: readonly number[], capacity: number): Uint8Array {
  const mask = new Uint8Array(lengths.length * capacity);
  for (const [row, length] of lengths.entries()) mask.fill(1, row * capacity, row * capacity + length);
  return mask;
}
