import type { Goal } from '../data/goal.ts';

/** A theorem or definition that a proof may use. */
export interface Premise {
  readonly name: string;
  readonly kind: 'theorem' | 'definition';
  /** What it says, as Lean prints it; of a definition, its type. `''` where only the constants are known. */
  readonly statement: string;
  /** Module that declares it; `''` for the file itself. */
  readonly module: string;
  /** 1-based line and column in its file, where known. */
  readonly position?: readonly [line: number, column: number];
  /** Constants of the statement, without duplicates. */
  readonly constants: readonly string[];
  /** Constant at the head of the conclusion, after all binders; `''` if there is none. */
  readonly head: string;
  /** Is the conclusion an equation or an `↔`, so that it can rewrite? */
  readonly rewrites: boolean;
  /** Those of `simp`, `grind`, `ext` that it bears. */
  readonly attributes: readonly string[];
  readonly deprecated: boolean;
}

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

export const queryOf = (
  { pretty, constants, head }: Goal,
  isAccessible?: PremiseQuery['isAccessible'],
): PremiseQuery => ({ state: pretty, constants, head, ...(isAccessible !== undefined && { isAccessible }) });
