/** Sequences that repeat. */
import { readTerm } from '../../../term/term.ts';
import { atoms } from '../../../term/walk.ts';
import { evaluateOver } from './rational.ts';
import type { Recurrence } from './recurrence.ts';

const longestPeriod = 48;

/** After how many steps the last values are the first ones again. */
export function periodOf(found: Recurrence): number | undefined {
  const { type, order, first, next } = found;
  const term = readTerm(next((place) => `v${place}`));
  if ([...atoms(term)].includes('n')) return undefined;
  const values = first.map(({ value }) => evaluateOver(readTerm(value), new Map(), type));
  for (let step = 1; step <= longestPeriod; step++) {
    const last = values.slice(-order).map((value, place) => [`v${place}`, value] as const);
    const known = new Map(last.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
    values.push(evaluateOver(term, known, type));
    const again = (place: number): boolean => {
      const [now, then] = [values[step + place], values[place]];
      return now !== undefined && now.num === then?.num && now.den === then.den;
    };
    if (Array.from({ length: order }, (_, place) => place).every(again)) return step;
  }
  return undefined;
}
