import type { PremiseQuery, RankedPremise } from '../../contracts/premises.ts';
import type { Premise } from '../../data/premise.ts';
import { Scores } from './scores.ts';
import { SparseSelector } from './sparse.ts';

/** As Isabelle and Lean have them: the mark to begin with, and how fast it rises to 1. */
const firstMark = 0.6;
const convergence = 2.4;
const rounds = 3;
/** Constants that more of the premises have find none by themselves. */
const rareEnough = 0.12;
/** What has come in one round opens the next: no more of it than this. */
const perRound = 40;

/**
 * The relevance filter of Meng and Paulson ("Lightweight relevance filtering for machine-generated resolution problems",
 * 2009): premises that share enough with the goal bring in their constants, which bring in further premises, each round at
 * a higher mark. Earlier rounds come first; within a round, the better mark.
 */
export class MepoSelector extends SparseSelector {
  readonly name = 'mepo';
  /** Of each constant, by number: rare ones weigh more. */
  readonly #weights: Float64Array;

  constructor(premises: readonly Premise[], base?: MepoSelector) {
    super(premises, ({ constants }) => constants, base);
    const weights = new Float64Array(this.postings.words);
    this.#weights = weights.map((_, id) => 1 + 2 / Math.log(this.postings.frequencyOf(id) + 1.5));
  }

  rank(query: PremiseQuery, count: number): readonly RankedPremise[] {
    const shared = new Shared(this.premises.length);
    const relevant = new Uint8Array(this.postings.words);
    const taken = new Map<number, number>();
    const known = query.constants.map((name) => this.postings.idOf(name)).filter((id) => id !== undefined);
    let fresh = new Set(known);
    let mark = firstMark;
    for (let round = 0; round < rounds && fresh.size > 0; round++) {
      for (const id of fresh) {
        relevant[id] = 1;
        this.#share(id, shared);
      }
      const passed = this.#passing(shared, taken, query, mark);
      fresh = new Set();
      for (const [place, value] of passed) {
        taken.set(place, rounds - round + value);
        for (const id of this.postings.wordsOf(place)) if (relevant[id] === 0) fresh.add(id);
      }
      mark += (1 - mark) / convergence;
    }
    const scores = new Scores(this.premises.length);
    for (const [place, value] of taken) scores.add(place, value);
    return scores.top(this.premises, query, count);
  }

  /** A constant has become relevant. What has only common constants would not pass; what has a rare one is found by it. */
  #share(id: number, { weights, constants, found }: Shared): void {
    const weight = this.#weights[id]!;
    const isRare = this.postings.frequencyOf(id) <= Math.max(1, rareEnough * this.postings.size);
    this.postings.visitId(id, (place) => {
      weights[place]! += weight;
      constants[place]!++;
      if (isRare) found.add(place, 1);
    });
  }

  /** Premises at or above the mark that have not been taken, with their marks, the best ones. */
  #passing(
    { weights, constants, found }: Shared,
    taken: ReadonlyMap<number, number>,
    { isAccessible }: PremiseQuery,
    mark: number,
  ): readonly (readonly [place: number, mark: number])[] {
    const passed = new Scores(this.premises.length);
    for (const place of found.touched) {
      const weight = weights[place]!;
      const value = weight / (weight + this.postings.lengthOf(place) - constants[place]!);
      if (value >= mark && !taken.has(place)) passed.add(place, value * weight);
    }
    const best = passed.best(perRound, (place) => isAccessible?.(this.premises[place]!) ?? true);
    const highest = Math.max(1, passed.get(best[0] ?? 0));
    return best.map((place) => [place, passed.get(place) / (highest + 1)]);
  }
}

/** What premises have in common with what is relevant. */
class Shared {
  /** Sum of the weights of each premise's relevant constants, and how many they are. */
  readonly weights: Float64Array;
  readonly constants: Uint16Array;
  /** Premises that have a rare one among them. */
  readonly found: Scores;

  constructor(size: number) {
    this.weights = new Float64Array(size);
    this.constants = new Uint16Array(size);
    this.found = new Scores(size);
  }
}
