import type { PremiseQuery, PremiseSelector, RankedPremise } from '../../contracts/premises.ts';
import type { Premise } from '../../data/premise.ts';
import { Postings } from './postings.ts';

/** What a selector by words has in common with others: the premises, and where their words occur. */
export abstract class SparseSelector implements PremiseSelector {
  abstract readonly name: string;
  readonly premises: readonly Premise[];
  protected readonly postings: Postings;

  /** The premises of `base`, which is not changed, and these behind them. */
  constructor(premises: readonly Premise[], words: (premise: Premise) => readonly string[], base?: SparseSelector) {
    this.premises = base === undefined ? premises : [...base.premises, ...premises];
    this.postings = new Postings(premises.map(words), base?.postings);
  }

  async select(
    queries: readonly PremiseQuery[],
    count: number,
    signal?: AbortSignal,
  ): Promise<readonly (readonly RankedPremise[])[]> {
    return queries.map((query) => {
      signal?.throwIfAborted();
      return this.rank(query, count);
    });
  }

  /** The answer to one query. */
  abstract rank(query: PremiseQuery, count: number): readonly RankedPremise[];
}
