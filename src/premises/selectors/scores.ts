import type { PremiseQuery, RankedPremise } from '../../contracts/premises.ts';
import type { Premise } from '../../data/premise.ts';

/** Sums of what speaks for the premises, by their places; those that nothing speaks for cost nothing. */
export class Scores {
  readonly #sums: Float64Array;
  readonly #touched: number[] = [];

  constructor(size: number) {
    this.#sums = new Float64Array(size);
  }

  /** `amount` is above 0. */
  readonly add = (place: number, amount: number): void => {
    if (this.#sums[place] === 0) this.#touched.push(place);
    this.#sums[place]! += amount;
  };

  get(place: number): number {
    return this.#sums[place]!;
  }

  /** Places that something speaks for. */
  get touched(): readonly number[] {
    return this.#touched;
  }

  /** Replaces every sum by a score that is made of it. */
  map(score: (place: number, sum: number) => number): this {
    for (const place of this.#touched) this.#sums[place] = score(place, this.#sums[place]!);
    return this;
  }

  /** The accessible premises with the highest scores, at most `count`; equals in the order of their places. */
  top(premises: readonly Premise[], { isAccessible }: PremiseQuery, count: number): readonly RankedPremise[] {
    const sums = this.#sums;
    const order = this.#touched.filter((place) => sums[place]! > Number.NEGATIVE_INFINITY);
    order.sort((a, b) => sums[b]! - sums[a]! || a - b);
    const best: RankedPremise[] = [];
    for (const place of order) {
      if (best.length === count) break;
      const premise = premises[place]!;
      if (isAccessible === undefined || isAccessible(premise)) best.push({ premise, score: sums[place]! });
    }
    return best;
  }
}
