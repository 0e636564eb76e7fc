/** What closes the cases that an induction or a case analysis leaves: everything that automation can do with the file's definitions. */
import type { GoalView } from '../../view.ts';
import { isNumeric } from '../numbers/numbers.ts';
import { grindList, longLists, simpList } from './unfolding.ts';

/** Alternatives that close a goal or fail, likeliest first. */
function ways(view: GoalView): readonly string[] {
  const [long] = longLists(view);
  const simplifies = `simp_all${long ?? simpList(view)}`;
  return [
    'rfl',
    `(${simplifies}; done)`,
    ...(isNumeric(view) ? [`(${simplifies} <;> omega)`] : []),
    `grind${grindList(view)}`,
  ];
}

/** Closes a goal with one of them, or leaves what the simplifier makes of it. */
export const closeOrSimplify = (view: GoalView): string =>
  `(first | ${ways(view).join(' | ')} | (try simp_all${simpList(view)}))`;

/** Closes a goal with one of them, or fails. */
export const closeWith = (view: GoalView): string => `(first | ${ways(view).join(' | ')})`;
