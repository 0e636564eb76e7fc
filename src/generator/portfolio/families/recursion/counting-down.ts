/**
 * Functions that count down to zero by a test (`if n = 0`) rather than by cases: induction on the number, one step of the
 * function in each case, and arithmetic.
 */
import type { Family } from '../../family.ts';
import { sameName } from '../../own-constants.ts';
import type { Term } from '../../term/term.ts';
import type { GoalView } from '../../view.ts';
import { ownApplications } from './induction.ts';

interface Countdown {
  readonly call: Term;
  readonly number: string;
}

function countdowns(view: GoalView): readonly Countdown[] {
  const numbers = new Set(view.variables.filter(({ type }) => type === 'Nat').map(({ name }) => name));
  const isRecursive = ({ head }: Term): boolean =>
    (view.goal.definitions ?? []).some((definition) => definition.isRecursive && sameName(definition.name, head));
  return ownApplications(view)
    .filter(isRecursive)
    .flatMap((call) => {
      const number = call.parts.find(({ text }) => numbers.has(text))?.text;
      return number === undefined ? [] : [{ call, number }];
    });
}

export const countingDown: readonly Family[] = [
  {
    name: 'counting-down',
    chance: 0.2,
    propose: (view) =>
      countdowns(view)
        .slice(0, 2)
        .flatMap(({ call, number }) =>
          ['grind', 'omega'].map(
            (finish) => `unhygienic induction ${number} <;> rw [${call.head}] <;> simp_all <;> ${finish}`,
          ),
        ),
  },
];
