import { logSumExp } from './distribution.ts';
import { heavier, selectHeaviest } from './select.ts';

export interface Hypothesis {
  readonly tokens: readonly number[];
  /** Natural logarithm of its probability under the model. */
  readonly logProbability: number;
}

/** A beam that goes on: which of the beams before it extends, and by what. */
export interface Extension {
  readonly parent: number;
  readonly token: number;
}

/**
 * Beam search over the sequences of one prompt. Hypotheses that end are ranked by log-probability / length^penalty
 * (Wu et al., "Google's neural machine translation system", 2016, in the form that Hugging Face's `generate` uses), and
 * the search ends when no live beam can still enter the best `width`.
 */
export class BeamSearch {
  readonly #width: number;
  readonly #penalty: number;
  readonly #maxTokens: number;
  readonly #stops: ReadonlySet<number>;
  #live: Hypothesis[] = [{ tokens: [], logProbability: 0 }];
  #finished: Hypothesis[] = [];

  constructor(options: { width: number; lengthPenalty: number; maxTokens: number; stops: ReadonlySet<number> }) {
    this.#width = options.width;
    this.#penalty = options.lengthPenalty;
    this.#maxTokens = options.maxTokens;
    this.#stops = options.stops;
  }

  /** Live beams, in the order in which `advance` expects their logits. */
  get live(): readonly Hypothesis[] {
    return this.#live;
  }

  /** Finished hypotheses, stop tokens included, by falling score. */
  get finished(): readonly Hypothesis[] {
    return this.#finished;
  }

  /**
   * @param logits of the next token, one array for each live beam
   * @param drawable tokens from here on are passed over
   * @returns the beams that go on, none when the search is over; `undefined` where logits are no distribution
   */
  advance(logits: readonly Float32Array[], drawable: number): readonly Extension[] | undefined {
    const extensions: (Extension & { readonly logProbability: number })[] = [];
    for (const [parent, row] of logits.entries()) {
      const tokens = mostProbable(row, this.#width + this.#stops.size, drawable);
      if (tokens === undefined) return undefined;
      const base = this.#live[parent]!.logProbability;
      for (const { token, logProbability } of tokens) {
        extensions.push({ parent, token, logProbability: base + logProbability });
      }
    }
    extensions.sort((a, b) => b.logProbability - a.logProbability || a.parent - b.parent || a.token - b.token);

    const next: (Extension & { readonly logProbability: number })[] = [];
    for (const [rank, extension] of extensions.entries()) {
      if (!this.#stops.has(extension.token)) {
        if (next.length < this.#width) next.push(extension);
      } else if (rank < this.#width) {
        // Only what would have been a beam may end: otherwise a beam of one would not be greedy decoding.
        this.#finish(this.#extend(extension));
      }
    }
    const live = next.map((extension) => this.#extend(extension));
    const goesOn = live.length > 0 && live[0]!.tokens.length < this.#maxTokens && this.#canImprove(live[0]!);
    this.#live = goesOn ? live : [];
    return goesOn ? next.map(({ parent, token }) => ({ parent, token })) : [];
  }

  #extend({ parent, token, logProbability }: Extension & { readonly logProbability: number }): Hypothesis {
    return { tokens: [...this.#live[parent]!.tokens, token], logProbability };
  }

  #finish(hypothesis: Hypothesis): void {
    this.#finished.push(hypothesis);
    this.#finished.sort((a, b) => this.#score(b) - this.#score(a));
    this.#finished.length = Math.min(this.#finished.length, this.#width);
  }

  #score(hypothesis: Hypothesis): number {
    return hypothesis.logProbability / hypothesis.tokens.length ** this.#penalty;
  }

  /** Log-probabilities only fall, so that the best that a beam can reach is its own, at the kindest length. */
  #canImprove(best: Hypothesis): boolean {
    if (this.#finished.length < this.#width) return true;
    const length = this.#penalty > 0 ? this.#maxTokens : best.tokens.length + 1;
    return best.logProbability / length ** this.#penalty > this.#score(this.#finished.at(-1)!);
  }
}

function mostProbable(
  logits: Float32Array,
  count: number,
  drawable: number,
): { readonly token: number; readonly logProbability: number }[] | undefined {
  const total = logSumExp(logits);
  if (!Number.isFinite(total)) return undefined;
  const weights = Float64Array.from(logits.subarray(0, drawable));
  const order = Uint32Array.from(weights, (_, token) => token);
  const size = selectHeaviest(order, order.length, weights, 'count', Math.min(count, order.length));
  return Array.from(order.subarray(0, size))
    .toSorted((a, b) => (heavier(a, b, weights) ? -1 : 1))
    .map((token) => ({ token, logProbability: Math.min(0, logits[token]! - total) }))
    .filter(({ logProbability }) => logProbability > Number.NEGATIVE_INFINITY);
}
