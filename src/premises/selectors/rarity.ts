import type { Premise, PremiseQuery, PremiseSelector, RankedPremise } from '../../contracts/premises.ts';
import { top } from './top.ts';

/** Constants that nearly every statement has say nothing about what a theorem is about. */
const rareEnough = 0.12;

/**
 * Premises by the constants that they share with the goal. A shared constant counts by its inverse document frequency;
 * constants of the premise that the goal lacks count against it, more gently.
 */
export class RaritySelector implements PremiseSelector {
  readonly name = 'rarity';
  readonly #premises: readonly Premise[];
  readonly #postings = new Map<string, number[]>();
  readonly #weights = new Map<string, number>();
  /** Sum of the weights of each premise's constants. */
  readonly #totals: Float64Array;

  constructor(premises: readonly Premise[]) {
    this.#premises = premises;
    this.#totals = new Float64Array(premises.length);
    for (const [place, { constants }] of premises.entries()) {
      for (const name of constants) {
        const posting = this.#postings.get(name);
        if (posting === undefined) this.#postings.set(name, [place]);
        else posting.push(place);
      }
    }
    for (const [name, posting] of this.#postings) {
      this.#weights.set(name, Math.log(1 + premises.length / posting.length));
    }
    for (const [place, { constants }] of premises.entries()) {
      this.#totals[place] = constants.reduce((sum, name) => sum + this.#weights.get(name)!, 0);
    }
  }

  async select(queries: readonly PremiseQuery[], count: number): Promise<readonly (readonly RankedPremise[])[]> {
    return queries.map((query) => this.#selectOne(query, count));
  }

  #selectOne(query: PremiseQuery, count: number): readonly RankedPremise[] {
    const shared = new Map<number, number>();
    for (const name of query.constants) {
      const posting = this.#postings.get(name) ?? [];
      if (posting.length > rareEnough * this.#premises.length) continue;
      const weight = this.#weights.get(name)!;
      for (const place of posting) shared.set(place, (shared.get(place) ?? 0) + weight);
    }
    const scores = new Float64Array(this.#premises.length);
    for (const [place, weight] of shared) {
      const missing = Math.max(0, this.#totals[place]! - weight);
      const sameHead = this.#premises[place]!.head === query.head ? 1.3 : 1;
      scores[place] = (sameHead * weight) / (weight + 0.7 * missing + 4);
    }
    return top(this.#premises, scores, shared.keys(), query, count);
  }
}
