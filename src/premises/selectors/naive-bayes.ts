import type { PremiseQuery, PremiseSelector, RankedPremise } from '../../contracts/premises.ts';
import type { PremiseLabel } from '../label.ts';
import type { PremiseIndex } from '../premise-index.ts';
import { Postings } from './postings.ts';
import { Scores } from './scores.ts';

/** As in MaSh: weight of a constant that was there when the premise was used, and of one that was not. */
const present = 5;
const absent = -4;
/** What every premise has been used for, to begin with: itself. */
const itself = 1;

/**
 * Naive Bayes with sparse features (MaSh, "A learning-based fact selector for Isabelle/HOL", 2016): how likely a premise is
 * used for goals with these constants, from the proofs that used it. Only what some proof used has a score.
 */
export class NaiveBayesSelector implements PremiseSelector {
  readonly name = 'naive-bayes';
  readonly #index: PremiseIndex;
  readonly #used: readonly number[];
  /** Documents are the used premises; their words, the constants of the theorems that used them and their own. */
  readonly #postings: Postings;
  readonly #times: readonly number[];
  readonly #rarity: (name: string) => number;

  constructor(index: PremiseIndex, proved: readonly Pick<PremiseLabel, 'constants' | 'premises'>[]) {
    this.#index = index;
    const uses = new Map<number, string[][]>();
    for (const { constants, premises } of proved) {
      for (const name of premises) {
        const place = index.placeOf(name);
        if (place === undefined) continue;
        const known = uses.get(place);
        if (known === undefined) uses.set(place, [[...index.premises[place]!.constants], constants]);
        else known.push(constants);
      }
    }
    this.#used = [...uses.keys()];
    this.#times = [...uses.values()].map(({ length }) => length - 1 + itself);
    this.#postings = new Postings([...uses.values()].map((constants) => constants.flat().toSorted()));
    const theorems = new Postings(proved.map(({ constants }) => constants));
    this.#rarity = (name) => theorems.rarity(name);
  }

  async select(queries: readonly PremiseQuery[], count: number): Promise<readonly (readonly RankedPremise[])[]> {
    return queries.map((query) => this.#rank(query, count));
  }

  #rank(query: PremiseQuery, count: number): readonly RankedPremise[] {
    const evidence = new Scores(this.#used.length);
    for (const name of query.constants) {
      const rarity = this.#rarity(name);
      this.#postings.visit(name, (place, times) => {
        evidence.add(place, Math.max(1e-9, rarity * (Math.log((present * times) / this.#times[place]!) - absent)));
      });
    }
    const scores = new Scores(this.#index.premises.length);
    for (const place of evidence.touched) {
      scores.add(this.#used[place]!, evidence.get(place) + Math.log(1 + this.#times[place]!));
    }
    return scores.top(this.#index.premises, query, count);
  }
}
