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

  constructor(premises: readonly Premise[], base?: MepoSelector) {
    super(premises, ({ constants }) => constants, base);
  }

  rank(query: PremiseQuery, count: number): readonly RankedPremise[] {
    const relevant = new Set(query.constants);
    const shared = new Scores(this.premises.length);
    const taken = new Map<number, number>();
    let fresh: readonly string[] = query.constants;
    let mark = firstMark;
    for (let round = 0; round < rounds && fresh.length > 0; round++) {
      for (const name of fresh) {
        // What has only common constants would not pass; what has a rare one is found by it.
        if (this.postings.frequency(name) > Math.max(1, rareEnough * this.postings.size)) continue;
        this.postings.visit(name, (place) => shared.add(place, 1));
      }
      const passed = this.#passing(shared, relevant, taken, query, mark);
      const opened = new Set<string>();
      for (const [place, value] of passed) {
        taken.set(place, rounds - round + value);
        for (const name of this.premises[place]!.constants) if (!relevant.has(name)) opened.add(name);
      }
      for (const name of opened) relevant.add(name);
      fresh = [...opened];
      mark += (1 - mark) / convergence;
    }
    const scores = new Scores(this.premises.length);
    for (const [place, value] of taken) scores.add(place, value);
    return scores.top(this.premises, query, count);
  }

  /** Premises at or above the mark that have not been taken, with their marks, the best ones. */
  #passing(
    shared: Scores,
    relevant: ReadonlySet<string>,
    taken: ReadonlyMap<number, number>,
    { isAccessible }: PremiseQuery,
    mark: number,
  ): readonly (readonly [place: number, mark: number])[] {
    const passed: (readonly [number, number])[] = [];
    for (const place of shared.touched) {
      if (taken.has(place)) continue;
      const { constants } = this.premises[place]!;
      const common = constants.filter((name) => relevant.has(name));
      const weight = common.reduce((sum, name) => sum + this.#weight(name), 0);
      const others = constants.length - common.length;
      const value = weight / (weight + others);
      if (value >= mark && (isAccessible?.(this.premises[place]!) ?? true)) passed.push([place, value * weight]);
    }
    const best = passed.toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, perRound);
    const highest = Math.max(1, best[0]?.[1] ?? 1);
    return best.map(([place, value]) => [place, value / (highest + 1)]);
  }

  /** Rare constants count for more. */
  #weight(name: string): number {
    return 1 + 2 / Math.log(this.postings.frequency(name) + 1.5);
  }
}
