import type { TacticOutcome } from '../../contracts/environment.ts';
import { identifiers, isForgiving } from './text.ts';

/**
 * Procedures whose proofs rest on theorems of their own. What a file does not import is missing for all goals in it: modules
 * of a library that come before these theorems cannot use the procedure.
 */
const procedures = new Set([
  'grind',
  'omega',
  'bv_omega',
  'bv_decide',
  'ac_rfl',
  'ac_nf',
  'mvcgen',
  'linarith',
  'nlinarith',
]);

/** Failures of one kind that are taken to be the rule. */
const enough = 2;

/** Which procedures lack their own theorems where a search is. */
export class Machinery {
  /** By procedure, the failures that were its own; none count once it has done anything. */
  readonly #failures = new Map<string, number>();

  /** @param missing a constant that Lean did not find */
  learn(tactic: string, outcome: TacticOutcome<unknown>, missing: string | undefined): void {
    const words = identifiers(tactic);
    const used = words.filter((word) => procedures.has(word));
    if (outcome.kind !== 'error' && !isForgiving(tactic))
      for (const procedure of used) this.#failures.set(procedure, Number.NEGATIVE_INFINITY);
    const [only] = used;
    if (only === undefined || new Set(used).size > 1 || missing === undefined || words.includes(missing)) return;
    this.#failures.set(only, (this.#failures.get(only) ?? 0) + 1);
  }

  /** Does the tactic need a procedure that cannot work here? */
  isMissing(tactic: string): boolean {
    if (this.#failures.size === 0 || isForgiving(tactic)) return false;
    return identifiers(tactic).some((word) => (this.#failures.get(word) ?? 0) >= enough);
  }
}
