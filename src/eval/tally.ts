import { type AttemptRecord, isProved } from './attempt.ts';
import type { RunTheorem } from './manifest.ts';
import { passAtK } from './statistics/pass-at-k.ts';

/** The attempts at one theorem. */
export interface Tally {
  readonly theorem: RunTheorem;
  /** In the order of their numbers. */
  readonly attempts: readonly AttemptRecord[];
  readonly proved: number;
}

/** One tally for each theorem of the run, in its order, those without attempts included. */
export function tallyAttempts(theorems: readonly RunTheorem[], attempts: readonly AttemptRecord[]): Tally[] {
  const byTheorem = Map.groupBy(attempts, (record) => record.theorem);
  return theorems.map((theorem) => {
    const own = (byTheorem.get(theorem.id) ?? []).toSorted((a, b) => a.attempt - b.attempt);
    return { theorem, attempts: own, proved: own.filter(isProved).length };
  });
}

/**
 * Is every pass@k of the theorem known, so that the attempts that are left need not be made? Either all n attempts are
 * there; or the statement is invalid, so that none can succeed; or so many have succeeded that fewer than k can fail,
 * for every k: then each pass@k is 1 whatever the others do. Nothing else leaves the estimates exact.
 */
export function isDecided(
  { attempts, proved }: Pick<Tally, 'attempts' | 'proved'>,
  n: number,
  ks: readonly number[],
): boolean {
  return (
    attempts.length >= n ||
    attempts.some((record) => record.outcome.kind === 'invalid-statement') ||
    ks.every((k) => n - proved < k)
  );
}

/** The tally as it would be if the attempts had been made one after the other: up to the one that decides the theorem. */
export function neededOf(tally: Tally, n: number, ks: readonly number[]): Tally {
  const attempts: AttemptRecord[] = [];
  let proved = 0;
  for (const record of tally.attempts) {
    if (isDecided({ attempts, proved }, n, ks)) break;
    attempts.push(record);
    if (isProved(record)) proved += 1;
  }
  return { theorem: tally.theorem, attempts, proved };
}

/** pass@k of one theorem. Attempts that were not made count as failures, which `isDecided` makes exact. */
export const theoremPassAtK = (tally: Pick<Tally, 'proved'>, n: number, k: number): number =>
  passAtK(n, tally.proved, k);
