import type { CacheEntry } from '../model/signature.ts';
import type { Decoder } from './decoder.ts';
import { KvCache } from './kv-cache.ts';

/** Differences between logits up to this share of their spread are put down to rounding. */
const tolerance = 1e-2;

/** A few tokens that any vocabulary has. */
export const probeTokens = (vocabulary: number): number[] => [1, 2, 3, 5, 8].map((token) => token % vocabulary);

/**
 * Does the model mask unused slots of a cache, and count positions without them? It continues a prompt in a cache that
 * has many unused slots and a longer row beside it, and the logits have to be those of the whole text at once.
 */
export async function mixesLengths(decoder: Decoder, entries: readonly CacheEntry[]): Promise<boolean> {
  const tokens = probeTokens(decoder.vocabulary);
  const other = [...tokens, ...tokens];
  const whole = (await decoder.prefill([tokens])).logits[0]!;
  const started = await decoder.prefill([tokens.slice(0, 3), other]);
  const cache = new KvCache(entries);
  cache.resize(32, 0);
  cache.append([1, 0].map((row) => ({ cache: started.cache, row, times: 1 })));
  await decoder.step(cache, [1, tokens[3]!]);
  const logits = await decoder.step(cache, [1, tokens[4]!]);
  return logitsAgree(whole, logits.subarray(decoder.vocabulary));
}

/** Does the model read a shared prompt as if it stood in every row? */
export async function sharesPrompts(decoder: Decoder): Promise<boolean> {
  const tokens = probeTokens(decoder.vocabulary);
  const whole = (await decoder.prefill([tokens])).logits[0]!;
  const { cache: prompt } = await decoder.prefill([tokens.slice(0, 3)]);
  const cache = prompt.shareRow(0, 2);
  await decoder.step(cache, [1, tokens[3]!]);
  const logits = await decoder.step(cache, [1, tokens[4]!]);
  return logitsAgree(whole, logits.subarray(decoder.vocabulary));
}

export function logitsAgree(expected: Float32Array, actual: Float32Array): boolean {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let difference = 0;
  for (const [i, value] of expected.entries()) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    difference = Math.max(difference, Math.abs(value - actual[i]!));
  }
  return difference <= tolerance * (high - low);
}
