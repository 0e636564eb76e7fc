import type { PremiseQuery, PremiseSelector, RankedPremise } from '../../contracts/premises.ts';

export interface Member {
  readonly selector: PremiseSelector;
  /** How much its word counts. */
  readonly weight: number;
}

/** Flattens the difference between the first ranks; the value of the paper. */
const offset = 60;
/** How far down the lists of the members are read. */
const depth = 200;

/**
 * Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): the sum over the members of weight / (60 + rank). Only
 * ranks count, so that members need not agree on what a score is.
 */
export class FusedSelector implements PremiseSelector {
  readonly name: string;
  readonly #members: readonly Member[];

  constructor(members: readonly Member[], name = 'fused') {
    this.name = name;
    this.#members = members;
  }

  async select(
    queries: readonly PremiseQuery[],
    count: number,
    signal?: AbortSignal,
  ): Promise<readonly (readonly RankedPremise[])[]> {
    const asked = this.#members.map(({ selector }) => selector.select(queries, Math.max(depth, count), signal));
    const answers = await Promise.all(asked);
    return queries.map((_, query) =>
      this.#fuse(
        answers.map((answer) => answer[query] ?? []),
        count,
      ),
    );
  }

  #fuse(lists: readonly (readonly RankedPremise[])[], count: number): readonly RankedPremise[] {
    const fused = new Map<string, RankedPremise>();
    for (const [member, list] of lists.entries()) {
      for (const [rank, { premise }] of list.entries()) {
        const score = this.#members[member]!.weight / (offset + rank + 1);
        fused.set(premise.name, { premise, score: (fused.get(premise.name)?.score ?? 0) + score });
      }
    }
    const byScore = (a: RankedPremise, b: RankedPremise): number =>
      b.score - a.score || (a.premise.name < b.premise.name ? -1 : 1);
    return [...fused.values()].toSorted(byScore).slice(0, count);
  }
}
