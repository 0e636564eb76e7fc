import type { PremiseQuery, RankedPremise } from '../../contracts/premises.ts';
import type { Premise } from '../../data/premise.ts';

/** What a member of a fusion says of a premise; all 0 where it does not name it. */
export const memberEvidence = ['share', 'first', 'near'] as const;
/** What the premise itself says. */
export const premiseEvidence = ['theorem', 'head', 'attribute'] as const;

/** A premise that some member names, with what speaks for it: three numbers a member, then those of the premise. */
export interface Evidence {
  readonly premise: Premise;
  readonly numbers: Float64Array;
}

/** How far down the lists of the members are read. */
export const depth = 200;

/** Gathers the answers of the members to one query. All numbers are between 0 and 1. */
export function gather(lists: readonly (readonly RankedPremise[])[], query: PremiseQuery): readonly Evidence[] {
  const known = new Map<string, Evidence>();
  const size = lists.length * memberEvidence.length + premiseEvidence.length;
  for (const [member, list] of lists.entries()) {
    const best = list[0]?.score ?? 1;
    for (const [rank, { premise, score }] of list.entries()) {
      let evidence = known.get(premise.name);
      if (evidence === undefined) {
        evidence = { premise, numbers: new Float64Array(size) };
        evidence.numbers.set(ofPremise(premise, query), lists.length * memberEvidence.length);
        known.set(premise.name, evidence);
      }
      const near = Math.max(0, 1 - Math.log(1 + rank) / Math.log(1 + depth));
      evidence.numbers.set([share(score, best), 1 / (1 + rank), near], member * memberEvidence.length);
    }
  }
  return [...known.values()];
}

/** Cosines may be below 0; other scores never are. */
const share = (score: number, best: number): number => (best > 0 ? Math.max(0, score / best) : 0);

const ofPremise = ({ kind, head, attributes }: Premise, query: PremiseQuery): readonly number[] => [
  kind === 'theorem' ? 1 : 0,
  head === query.head ? 1 : 0,
  attributes.length > 0 ? 1 : 0,
];
