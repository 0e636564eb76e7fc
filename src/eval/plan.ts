import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';

/** How many attempts are made at each theorem, and which pass@k they are for. */
export interface Plan {
  readonly attempts: number;
  /** Ascending, without repetitions; none is above `attempts`. */
  readonly ks: readonly number[];
}

/** Reads a list of k such as `1,8`. Without a number of attempts there are as many as the greatest k asks for. */
export function readPlan(list: string, attempts?: number): Result<Plan, Problem> {
  const ks = list.split(',').map((part) => Number(part.trim() === '' ? Number.NaN : part));
  const isCount = (value: number) => Number.isSafeInteger(value) && value >= 1;
  if (!ks.every(isCount)) {
    return fail({
      code: 'bad-k',
      message: `"${list}" is no list of k: they are whole numbers from 1 up, with commas between`,
      hint: 'For instance --k 1,8.',
    });
  }
  const greatest = Math.max(...ks);
  const n = attempts ?? greatest;
  if (!isCount(n)) {
    return fail({ code: 'bad-attempts', message: `${n} is no number of attempts: it is a whole number from 1 up` });
  }
  if (greatest > n) {
    return fail({
      code: 'k-above-attempts',
      message: `pass@${greatest} cannot be estimated from ${n} attempts at each theorem`,
      hint: `Give --attempts ${greatest} or more, or a smaller k.`,
    });
  }
  return ok({ attempts: n, ks: [...new Set(ks)].toSorted((a, b) => a - b) });
}
