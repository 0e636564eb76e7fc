import type { Goal } from '../data/goal.ts';
import type { Premise } from '../data/premise.ts';

export type { Premise };

/** What a premise is looked for with. */
export interface PremiseQuery {
  /** The goal as Lean prints it, hypotheses included. */
  readonly state: string;
  readonly constants: Goal['constants'];
  readonly head: Goal['head'];
  /** Which premises may be among the answers; absent: all that the selector knows. */
  readonly isAccessible?: (premise: Premise) => boolean;
}

export interface RankedPremise {
  readonly premise: Premise;
  /** Higher is better. Comparable within one answer only. */
  readonly score: number;
}

/** Finds premises. The same queries have the same answers, whatever else is in the batch. */
export interface PremiseSelector {
  /** Stable, kebab-case. */
  readonly name: string;
  /** For each query at most `count` premises, best first, none twice. Rejects only with an `AbortError` or a bug. */
  select(
    queries: readonly PremiseQuery[],
    count: number,
    signal?: AbortSignal,
  ): Promise<readonly (readonly RankedPremise[])[]>;
}

/** What a proof may use, to be asked about each of its goals. */
export interface PremiseSource {
  /** At most `count` premises for a goal, best first; the statement itself and what is deprecated are not among them. */
  select(goal: Goal, count: number): Promise<readonly RankedPremise[]>;
}

export const queryOf = (
  { pretty, constants, head }: Goal,
  isAccessible?: PremiseQuery['isAccessible'],
): PremiseQuery => ({ state: pretty, constants, head, ...(isAccessible !== undefined && { isAccessible }) });
