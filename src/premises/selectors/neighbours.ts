import type { PremiseQuery, PremiseSelector, RankedPremise } from '../../contracts/premises.ts';
import type { PremiseLabel } from '../label.ts';
import type { PremiseIndex } from '../premise-index.ts';
import { Postings } from './postings.ts';
import { Scores } from './scores.ts';

/** Theorems that are asked what they used. */
const neighbours = 120;
/** How much more a near theorem counts than a far one. */
const sharpness = 4;

type Proved = Pick<PremiseLabel, 'theorem' | 'constants' | 'premises'>;

/**
 * k nearest neighbours (Kaliszyk and Urban; MaSh, "A learning-based fact selector for Isabelle/HOL", 2016): what the
 * proofs of the most similar theorems used, each premise by the nearness of those who used it; and these theorems themselves.
 */
export class NeighbourSelector implements PremiseSelector {
  readonly name = 'neighbours';
  readonly #index: PremiseIndex;
  readonly #proved: readonly Proved[];
  readonly #postings: Postings;
  readonly #norms: Float64Array;

  constructor(index: PremiseIndex, proved: readonly Proved[]) {
    this.#index = index;
    this.#proved = proved;
    this.#postings = new Postings(proved.map(({ constants }) => constants));
    this.#norms = Float64Array.from(proved, ({ constants }) => this.#norm(constants));
  }

  async select(queries: readonly PremiseQuery[], count: number): Promise<readonly (readonly RankedPremise[])[]> {
    return queries.map((query) => this.#rank(query, count));
  }

  #rank(query: PremiseQuery, count: number): readonly RankedPremise[] {
    const near = new Scores(this.#proved.length);
    for (const name of query.constants) {
      const weight = this.#postings.rarity(name) ** 2;
      this.#postings.visit(name, (place) => near.add(place, weight));
    }
    const norm = this.#norm(query.constants);
    near.map((place, shared) => shared / (norm * this.#norms[place]!));
    const nearest = near.best(neighbours);
    const scores = new Scores(this.#index.premises.length);
    for (const place of nearest) {
      const { theorem, premises } = this.#proved[place]!;
      const weight = near.get(place) ** sharpness;
      const add = (name: string, share: number): void => {
        const premise = this.#index.placeOf(name);
        if (premise !== undefined) scores.add(premise, share * weight);
      };
      add(theorem, 0.5);
      for (const name of premises) add(name, 1 / Math.sqrt(premises.length));
    }
    return scores.top(this.#index.premises, query, count);
  }

  #norm(constants: readonly string[]): number {
    return Math.sqrt(constants.reduce((sum, name) => sum + this.#postings.rarity(name) ** 2, 0)) || 1;
  }
}
