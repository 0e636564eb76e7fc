import type { SamplingOptions } from '../../options.ts';
import { largest, logSumExp } from './distribution.ts';
import { selectHeaviest } from './select.ts';

export interface DrawnToken {
  readonly token: number;
  /** Natural logarithm of its probability under the model's own distribution, whatever was drawn from. */
  readonly logProbability: number;
}

/**
 * Draws tokens. It owns nothing but scratch memory for one vocabulary; what it draws depends on its arguments alone.
 *
 * Filters work in the order top-k, top-p (on what top-k leaves, renormalised), min-p, as in Hugging Face's `generate`.
 */
export class TokenDraw {
  readonly #weights: Float64Array;
  readonly #order: Uint32Array;

  /** Tokens from `drawable` on are never drawn: the model has logits for them, but no tokenizer knows them. */
  constructor(drawable: number) {
    this.#weights = new Float64Array(drawable);
    this.#order = new Uint32Array(drawable);
  }

  /**
   * Draws a token for each random number.
   *
   * @param logits of one position, over the whole vocabulary
   * @param randoms each uniform in [0, 1)
   * @returns `undefined` where the logits are no distribution
   */
  draw(logits: Float32Array, options: SamplingOptions, randoms: readonly number[]): readonly DrawnToken[] | undefined {
    const total = logSumExp(logits);
    if (!Number.isFinite(total)) return undefined;
    const pick = options.temperature === 0 ? this.#mostProbable(logits) : this.#sampler(logits, options);
    return randoms.map((random) => {
      const token = pick(random);
      return { token, logProbability: Math.min(0, logits[token]! - total) };
    });
  }

  #mostProbable(logits: Float32Array): (random: number) => number {
    const token = logits.indexOf(largest(logits.subarray(0, this.#weights.length)));
    return () => token;
  }

  /** From a random number to a token, until the next call: the weights are those of these logits for so long. */
  #sampler(logits: Float32Array, options: SamplingOptions): (random: number) => number {
    const weights = this.#weights;
    const order = this.#order;
    const max = largest(logits.subarray(0, weights.length));
    const inverse = 1 / options.temperature;
    let mass = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = Math.exp((logits[i]! - max) * inverse);
      weights[i] = weight;
      mass += weight;
    }
    if (options.topK <= 0 && options.topP >= 1 && options.minP <= 0) return (random) => pick(weights, random * mass);

    for (let i = 0; i < order.length; i++) order[i] = i;
    let size = order.length;
    if (options.topK > 0) size = selectHeaviest(order, size, weights, 'count', options.topK);
    if (options.topP < 1) {
      const target = options.topP * massOf(order, size, weights);
      size = Math.max(1, selectHeaviest(order, size, weights, 'mass', target));
    }
    // In the order of tokens, so that rounding differences between batches cannot permute what is drawn from.
    const kept = order.subarray(0, size).sort();
    const floor = Math.max(options.minP, 0);
    for (let i = 0; i < size; i++) if (weights[kept[i]!]! < floor) weights[kept[i]!] = 0;
    const left = massOf(order, size, weights);
    return (random) => pickAmong(kept, weights, random * left);
  }
}

function massOf(order: Uint32Array, size: number, weights: Float64Array): number {
  let mass = 0;
  for (let i = 0; i < size; i++) mass += weights[order[i]!]!;
  return mass;
}

function pick(weights: Float64Array, threshold: number): number {
  let cumulative = 0;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    cumulative += weight;
    last = i;
    if (cumulative > threshold) return i;
  }
  return last;
}

function pickAmong(kept: Uint32Array, weights: Float64Array, threshold: number): number {
  let cumulative = 0;
  let last = kept[0]!;
  for (const token of kept) {
    const weight = weights[token]!;
    if (weight === 0) continue;
    cumulative += weight;
    last = token;
    if (cumulative > threshold) return token;
  }
  return last;
}
