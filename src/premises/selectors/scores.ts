import type { PremiseQuery, RankedPremise } from '../../contracts/premises.ts';
import type { Premise } from '../../data/premise.ts';

/** Sums of what speaks for the premises, by their places; those that nothing speaks for cost nothing. */
export class Scores {
  readonly #sums: Float64Array;
  readonly #touched: Uint32Array;
  #count = 0;

  constructor(size: number) {
    this.#sums = new Float64Array(size);
    this.#touched = new Uint32Array(size);
  }

  /** `amount` is above 0. */
  readonly add = (place: number, amount: number): void => {
    if (this.#sums[place] === 0) this.#touched[this.#count++] = place;
    this.#sums[place]! += amount;
  };

  get(place: number): number {
    return this.#sums[place]!;
  }

  /** Places that something speaks for. */
  get touched(): Uint32Array {
    return this.#touched.subarray(0, this.#count);
  }

  /** Replaces every sum by a score that is made of it. */
  map(score: (place: number, sum: number) => number): this {
    for (const place of this.touched) this.#sums[place] = score(place, this.#sums[place]!);
    return this;
  }

  /** Places of the `count` highest scores among those that are wanted, highest first; equals in the order of their places. */
  best(count: number, isWanted: (place: number) => boolean = () => true): readonly number[] {
    const sums = this.#sums;
    const comesBefore = (a: number, b: number): boolean => sums[a]! > sums[b]! || (sums[a] === sums[b] && a < b);
    const heap = new WorstFirst(count, comesBefore);
    for (const place of this.touched) if (heap.wouldTake(place) && isWanted(place)) heap.take(place);
    return heap.places.toSorted((a, b) => sums[b]! - sums[a]! || a - b);
  }

  /** The accessible premises with the highest scores, at most `count`. */
  top(premises: readonly Premise[], { isAccessible }: PremiseQuery, count: number): readonly RankedPremise[] {
    const wanted = isAccessible === undefined ? undefined : (place: number) => isAccessible(premises[place]!);
    return this.best(count, wanted).map((place) => ({ premise: premises[place]!, score: this.#sums[place]! }));
  }
}

/** Keeps the first few of an order in a heap, the last of them on top: one that comes after all of them costs one comparison. */
class WorstFirst {
  readonly places: number[] = [];
  readonly #most: number;
  readonly #comesBefore: (a: number, b: number) => boolean;

  constructor(most: number, comesBefore: (a: number, b: number) => boolean) {
    this.#most = most;
    this.#comesBefore = comesBefore;
  }

  wouldTake(place: number): boolean {
    if (this.places.length < this.#most) return true;
    return this.#most > 0 && this.#comesBefore(place, this.places[0]!);
  }

  take(place: number): void {
    const { places } = this;
    if (places.length < this.#most) this.#rise(places.push(place) - 1);
    else {
      places[0] = place;
      this.#sink();
    }
  }

  #rise(from: number): void {
    const { places } = this;
    for (let at = from; at > 0; ) {
      const above = (at - 1) >> 1;
      if (!this.#comesBefore(places[above]!, places[at]!)) return;
      this.#swap(at, above);
      at = above;
    }
  }

  #sink(): void {
    const { places } = this;
    for (let at = 0; ; ) {
      let worst = at;
      for (const below of [2 * at + 1, 2 * at + 2]) {
        if (below < places.length && this.#comesBefore(places[worst]!, places[below]!)) worst = below;
      }
      if (worst === at) return;
      this.#swap(at, worst);
      at = worst;
    }
  }

  #swap(a: number, b: number): void {
    const { places } = this;
    [places[a], places[b]] = [places[b]!, places[a]!];
  }
}
