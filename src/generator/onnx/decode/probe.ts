import type { Decoder } from './decoder.ts';
import { KvCache } from './kv-cache.ts';

/** Differences between logits up to this share of their spread are put down to rounding. */
const leastTolerance = 1e-2;

/** A few tokens that any vocabulary has. */
const probeTokens = (vocabulary: number): number[] => [1, 2, 3, 5, 8].map((token) => token % vocabulary);

/** What the ways of running a model are compared by: the logits of a text that was computed at once. */
export interface Probe {
  readonly tokens: readonly number[];
  readonly logits: Float32Array;
  /** Differences up to this share of the spread of the logits say nothing. */
  readonly tolerance: number;
}

/**
 * Takes the probe of a model. Where weights and activations are quantised as they come, logits depend on what else is in
 * the batch; three times that much is tolerated.
 */
export async function takeProbe(decoder: Decoder): Promise<Probe> {
  const tokens = probeTokens(decoder.vocabulary);
  const logits = (await decoder.prefill([tokens])).logits[0]!;
  const beside = (await decoder.prefill([tokens, [...tokens, ...tokens]])).logits[0]!;
  return { tokens, logits, tolerance: Math.max(leastTolerance, 3 * difference(logits, beside)) };
}

/** Does the model give the logits of the probe when it computes the text at once? */
export async function agreesWithProbe(decoder: Decoder, probe: Probe): Promise<boolean> {
  const { logits } = await decoder.prefill([probe.tokens]);
  return difference(probe.logits, logits[0]!) <= probe.tolerance;
}

/**
 * Does the model mask unused slots of a cache, and count positions without them? It continues a prompt in a cache that
 * has many unused slots and a longer row beside it, and the logits have to be those of the whole text at once.
 */
export async function mixesLengths(decoder: Decoder, probe: Probe): Promise<boolean> {
  const { tokens } = probe;
  const started = await decoder.prefill([tokens.slice(0, 3), [...tokens, ...tokens]]);
  const cache = new KvCache(decoder.cache);
  cache.resize(32, 0);
  cache.append([1, 0].map((row) => ({ cache: started.cache, row, times: 1 })));
  return continuesProbe(decoder, cache, probe);
}

/** Does the model read a shared prompt as if it stood in every row? */
export async function sharesPrompts(decoder: Decoder, probe: Probe): Promise<boolean> {
  const { cache: prompt } = await decoder.prefill([probe.tokens.slice(0, 3)]);
  return continuesProbe(decoder, prompt.shareRow(0, 2), probe);
}

/** Writes the rest of the probe's text, of which the second row of the cache holds the first three tokens. */
async function continuesProbe(
  decoder: Decoder,
  cache: KvCache,
  { tokens, logits, tolerance }: Probe,
): Promise<boolean> {
  await decoder.step(cache, [1, tokens[3]!]);
  const last = await decoder.step(cache, [1, tokens[4]!]);
  return difference(logits, last.subarray(decoder.vocabulary)) <= tolerance;
}

/** The largest difference between logits, as a share of their spread; infinite where they are no numbers. */
function difference(expected: Float32Array, actual: Float32Array): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let largest = 0;
  for (const [i, value] of expected.entries()) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    largest = Math.max(largest, Math.abs(value - actual[i]!));
  }
  return Number.isFinite(largest) ? largest / Math.max(high - low, Number.MIN_VALUE) : Number.POSITIVE_INFINITY;
}
