import type { Premise, PremiseQuery, RankedPremise } from '../../contracts/premises.ts';

/**
 * The best `count` of the premises with a positive score; equals in the order of the index. `places` are those that
 * may have one, without duplicates.
 */
export function top(
  premises: readonly Premise[],
  scores: ArrayLike<number>,
  places: Iterable<number>,
  { isAccessible }: PremiseQuery,
  count: number,
): readonly RankedPremise[] {
  const order = [...places].filter((place) => scores[place]! > 0).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const best: RankedPremise[] = [];
  for (const place of order) {
    if (best.length === count) break;
    const premise = premises[place]!;
    if (isAccessible === undefined || isAccessible(premise)) best.push({ premise, score: scores[place]! });
  }
  return best;
}
