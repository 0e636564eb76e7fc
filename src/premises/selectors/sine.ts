import type { PremiseQuery, RankedPremise } from '../../contracts/premises.ts';
import type { Premise } from '../../data/premise.ts';
import { lengthsOf } from './lengths.ts';
import { Scores } from './scores.ts';
import { SparseSelector } from './sparse.ts';

const depth = 2;
/** A constant brings in a premise that has a rarer one by at most this factor. */
const tolerance = 3;
/** Premises of a step that open the next one. */
const perStep = 60;

/**
 * Sine Qua Non (Hoder and Voronkov, CADE 2011): a constant triggers the premises in which it is about the rarest, and
 * these trigger further ones by theirs. Fewer steps come first; within a step, the smaller tolerance.
 */
export class SineSelector extends SparseSelector {
  readonly name = 'sine-qua-non';
  /** How many premises have the rarest constant of each. */
  readonly #rarest: Float64Array;

  constructor(premises: readonly Premise[], base?: SineSelector) {
    super(premises, ({ constants }) => constants, base);
    const rarest = ({ constants }: Premise) => Math.min(...constants.map((name) => this.postings.frequency(name)));
    this.#rarest = lengthsOf(premises, rarest, base === undefined ? undefined : base.#rarest);
  }

  rank(query: PremiseQuery, count: number): readonly RankedPremise[] {
    const scores = new Scores(this.premises.length);
    const known = new Set(query.constants);
    let fresh: readonly string[] = query.constants;
    for (let step = 0; step < depth && fresh.length > 0; step++) {
      const found = this.#triggered(fresh, scores, query);
      for (const [place, score] of found) scores.add(place, depth - step + score);
      const opened = found.slice(0, perStep).flatMap(([place]) => this.premises[place]!.constants);
      fresh = [...new Set(opened)].filter((name) => !known.has(name));
      for (const name of fresh) known.add(name);
    }
    return scores.top(this.premises, query, count);
  }

  /** Premises that some constants trigger and that have no score yet, with one between 0 and 1, best first. */
  #triggered(
    constants: readonly string[],
    scores: Scores,
    { isAccessible }: PremiseQuery,
  ): readonly (readonly [place: number, score: number])[] {
    const found = new Scores(this.premises.length);
    for (const name of constants) {
      const frequency = this.postings.frequency(name);
      const rarity = this.postings.rarity(name) ** 2;
      this.postings.visit(name, (place) => {
        if (frequency > tolerance * this.#rarest[place]! || scores.get(place) > 0) return;
        found.add(place, (rarity * this.#rarest[place]!) / frequency / (4 + this.premises[place]!.constants.length));
      });
    }
    return [...found.touched]
      .filter((place) => isAccessible?.(this.premises[place]!) ?? true)
      .map((place) => [place, found.get(place) / (1 + found.get(place))] as const)
      .toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
  }
}
