import { isProved } from '../attempt.ts';
import { type Tally, theoremPassAtK } from '../tally.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What an attempt spends: the horizontal axis. */
export type Effort = 'seconds' | 'expansions';

/**
 * pass@k as a function of the budget of each attempt: what it would have been, had every attempt been stopped after
 * `x`. A step function, given by its corners, rising from 0; its last value is the pass@k of the run.
 */
export function passCurve(tallies: readonly Tally[], n: number, k: number, effort: Effort): Point[] {
  const proofs = tallies
    .flatMap((tally, theorem) => tally.attempts.filter(isProved).map(({ stats }) => ({ theorem, x: stats[effort] })))
    .toSorted((a, b) => a.x - b.x);
  const proved = new Map<number, number>();
  const points: Point[] = [];
  let total = 0;
  for (const { theorem, x } of proofs) {
    const before = proved.get(theorem) ?? 0;
    proved.set(theorem, before + 1);
    total += theoremPassAtK({ proved: before + 1 }, n, k) - theoremPassAtK({ proved: before }, n, k);
    const point = { x, y: total / tallies.length };
    if (points.at(-1)?.x === x) points.pop();
    points.push(point);
  }
  return points;
}

/** At most about `limit` of the points, the first and the last among them. */
export function thinOut(points: readonly Point[], limit: number): Point[] {
  if (points.length <= limit) return [...points];
  const step = (points.length - 1) / (limit - 1);
  return Array.from({ length: limit }, (_, i) => points[Math.round(i * step)]!);
}
