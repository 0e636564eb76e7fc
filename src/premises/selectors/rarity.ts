import type { PremiseQuery, RankedPremise } from '../../contracts/premises.ts';
import type { Premise } from '../../data/premise.ts';
import { Scores } from './scores.ts';
import { SparseSelector } from './sparse.ts';

/** Constants that nearly every statement has say nothing about what a theorem is about. */
const rareEnough = 0.12;

/**
 * Premises by the constants that they share with the goal. A shared constant counts by its inverse document frequency;
 * constants of the premise that the goal lacks count against it, more gently.
 */
export class RaritySelector extends SparseSelector {
  readonly name = 'rarity';
  /** Sum of the rarities of each premise's constants. */
  readonly #totals: Float64Array;

  constructor(premises: readonly Premise[], base?: RaritySelector) {
    super(premises, ({ constants }) => constants, base);
    const first = this.premises.length - premises.length;
    this.#totals = new Float64Array(this.premises.length);
    if (base !== undefined) this.#totals.set(base.#totals);
    for (const [index, { constants }] of premises.entries()) {
      this.#totals[first + index] = constants.reduce((sum, name) => sum + this.postings.rarity(name), 0);
    }
  }

  rank(query: PremiseQuery, count: number): readonly RankedPremise[] {
    const scores = new Scores(this.premises.length);
    for (const name of query.constants) {
      if (this.postings.frequency(name) > rareEnough * this.premises.length) continue;
      const rarity = this.postings.rarity(name);
      this.postings.visit(name, (place) => scores.add(place, rarity));
    }
    scores.map((place, shared) => {
      const missing = Math.max(0, this.#totals[place]! - shared);
      const sameHead = this.premises[place]!.head === query.head ? 1.3 : 1;
      return (sameHead * shared) / (shared + 0.7 * missing + 4);
    });
    return scores.top(this.premises, query, count);
  }
}
