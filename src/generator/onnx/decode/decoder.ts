import type { CacheEntry } from '../model/signature.ts';
import type { KvCache } from './kv-cache.ts';

/** What the prompts of one batch leave behind: a row of cache each, and logits for the token that follows. */
export interface Prefill {
  readonly cache: KvCache;
  /** One array over the vocabulary for each prompt. */
  readonly logits: readonly Float32Array[];
  /** What the model says of the chance to prove the state of each prompt, as a natural logarithm, where it says anything. */
  readonly values?: readonly number[];
}

/** A language model that continues rows of a cache. Methods reject where the runtime fails. */
export interface Decoder {
  /** The tensors of its caches. */
  readonly cache: readonly CacheEntry[];
  /** Length of a row of logits. */
  readonly vocabulary: number;
  /** Can rows of different lengths decode together? If not, all rows of a cache have the same length. */
  readonly mixes: boolean;
  /** Can the rows of a cache share a prompt (`KvCache.shareRow`)? */
  readonly shares: boolean;
  /** Bytes of weights that a step reads, roughly. */
  readonly weightBytes: number;
  /** Bytes that a row takes for each token, and for each token of the prompt beside (an encoder-decoder). */
  readonly bytesPerToken: number;
  readonly bytesPerPromptToken: number;
  /** Tokens of the cache after `prefill`, for a prompt of so many. */
  cachedTokens(promptTokens: number): number;
  /** @param prompts one or more, none of them empty */
  prefill(prompts: readonly (readonly number[])[]): Promise<Prefill>;
  /**
   * Appends a token to every row.
   *
   * @returns logits for the tokens after these, row by row: [rows, vocabulary]
   */
  step(cache: KvCache, tokens: readonly number[]): Promise<Float32Array>;
  /** Milliseconds spent inside the runtime so far. */
  readonly busy: number;
  close(): Promise<void>;
}
