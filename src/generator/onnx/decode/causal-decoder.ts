import type { Tensor } from 'onnxruntime-node';
import { remainingOutput, stateValue } from '../model/remaining.ts';
import type { CacheEntry } from '../model/signature.ts';
import { floatData } from '../model/tensors.ts';
import type { Decoder, Prefill } from './decoder.ts';
import {
  bytesOf,
  cacheFeeds,
  cacheOutputs,
  type DecoderGraphs,
  emptyCacheFeeds,
  plainFeeds,
  sharedFeeds,
} from './graphs.ts';
import { KvCache } from './kv-cache.ts';

/** Slots are added to and taken from a cache in blocks of this many, since each change copies it. */
const block = 32;

/**
 * A causal language model. Prompts of several lengths are padded on the right, where causal attention does not look.
 *
 * Where the model masks and counts as it should (`mixes`), each row has slots of its own, and unused slots are masked:
 * rows of any length decode together. Else all rows have the same length, and caches go from output to input as they are.
 */
export class CausalDecoder implements Decoder {
  readonly vocabulary: number;
  readonly mixes: boolean;
  readonly bytesPerToken: number;
  readonly bytesPerPromptToken = 0;
  readonly #graphs: DecoderGraphs;
  /** Names of outputs by input of the cache. */
  readonly #outputs: ReadonlyMap<string, string>;

  constructor(graphs: DecoderGraphs, vocabulary: number, mixes: boolean) {
    this.#graphs = graphs;
    this.vocabulary = vocabulary;
    this.mixes = mixes;
    this.bytesPerToken = bytesOf(graphs.cache);
    this.#outputs = new Map(graphs.cache.map(({ past, present }) => [past, graphs.added.get(past) ?? present]));
  }

  get cache(): readonly CacheEntry[] {
    return this.#graphs.cache;
  }

  get shares(): boolean {
    return this.#graphs.shares;
  }

  get weightBytes(): number {
    return this.#graphs.next.bytes;
  }

  cachedTokens(promptTokens: number): number {
    return promptTokens;
  }

  async prefill(prompts: readonly (readonly number[])[]): Promise<Prefill> {
    const { first, firstInputs, cache: entries, shares } = this.#graphs;
    const lengths = prompts.map((prompt) => prompt.length);
    const longest = Math.max(...lengths);
    const keep = lengths.every((length) => length === longest) ? 1 : 0;
    const table = (cell: (row: number, column: number) => number) =>
      Float64Array.from({ length: prompts.length * longest }, (_, i) => cell(Math.floor(i / longest), i % longest));
    const feeds = {
      ...plainFeeds(firstInputs, {
        ids: table((row, column) => prompts[row]![column] ?? 0),
        mask: () => table((row, column) => (column < lengths[row]! ? 1 : 0)),
        positions: () => table((_, column) => column),
        rows: prompts.length,
        cached: false,
        keep,
      }),
      ...emptyCacheFeeds(first, entries, prompts.length),
      ...(shares && sharedFeeds(entries, undefined)),
    };
    const foresees = first.outputs.has(remainingOutput);
    const wanted = foresees ? ['logits', remainingOutput] : ['logits'];
    const outputs = await first.run(feeds, [...wanted, ...this.#outputs.values()]);
    const cache = new KvCache(entries);
    cache.adopt(cacheOutputs(outputs, this.#outputs), longest, lengths);
    const lastOf = (output: Tensor, width: number): Float32Array[] => {
      const data = floatData(output);
      const positions = output.dims[1]!;
      return lengths.map((length, row) => {
        const position = row * positions + (positions === 1 ? 0 : length - 1);
        return data.subarray(position * width, (position + 1) * width);
      });
    };
    const remaining = outputs[remainingOutput];
    return {
      cache,
      logits: lastOf(outputs.logits!, this.vocabulary),
      ...(remaining !== undefined && { values: lastOf(remaining, remaining.dims[2]!).map(stateValue) }),
    };
  }

  async step(cache: KvCache, tokens: readonly number[]): Promise<Float32Array> {
    const { next, nextInputs, added, cache: entries, shares } = this.#graphs;
    if (this.mixes) fit(cache);
    const { rows, capacity, lengths, shared } = cache;
    const before = shared?.length ?? 0;
    const feeds = {
      ...plainFeeds(nextInputs, {
        ids: tokens,
        mask: () => stepMask(before, lengths, capacity),
        positions: () => lengths.map((length) => before + length),
        rows,
        cached: true,
        keep: 1,
      }),
      ...cacheFeeds(next, cache),
      ...(shares && sharedFeeds(entries, shared)),
    };
    const outputs = await next.run(feeds, ['logits', ...this.#outputs.values()]);
    const tensors = cacheOutputs(outputs, this.#outputs);
    if (this.mixes) cache.push(tensors, added.size > 0 ? 1 : capacity + 1);
    else
      cache.adopt(
        tensors,
        capacity + 1,
        lengths.map((length) => length + 1),
      );
    return floatData(outputs.logits!);
  }

  get busy(): number {
    const { first, next } = this.#graphs;
    return first === next ? next.busy : first.busy + next.busy;
  }

  async close(): Promise<void> {
    for (const session of new Set([this.#graphs.first, this.#graphs.next])) await session.close();
  }
}

/** Makes room for one more token in each row, and gives back what long rows have left behind. */
function fit(cache: KvCache): void {
  const wanted = Math.ceil((Math.max(...cache.lengths) + 1) / block) * block;
  if (cache.capacity < wanted || cache.capacity > wanted + 2 * block) cache.resize(wanted, 0);
}

/** The shared prompt, the used slots, and the new token behind all slots: [rows, before + capacity + 1]. */
function stepMask(before: number, lengths: readonly number[], capacity: number): Uint8Array {
  const width = before + capacity + 1;
  const mask = new Uint8Array(lengths.length * width);
  for (const [row, length] of lengths.entries()) {
    mask.fill(1, row * width, row * width + before + length);
    mask[(row + 1) * width - 1] = 1;
  }
  return mask;
}
