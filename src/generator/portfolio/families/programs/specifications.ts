/**
 * Programs against their specifications: everything that the file defines is unfolded, in the target and in what is
 * assumed, and what is left is followed along the branches of the program.
 */
import type { Family } from '../../family.ts';
import type { GoalView } from '../../view.ts';

const most = 12;

/** The file's functions and predicates, as a list in brackets; empty where the goal has none. */
function definitions({ own }: GoalView): string {
  const all = [...own.functions, ...own.predicates].slice(0, most);
  return all.length === 0 ? '' : `[${all.join(', ')}]`;
}

const unfolded = (name: string, ...finishes: readonly string[]): Family => ({
  name,
  propose: (view) => {
    const list = definitions(view);
    return list === '' ? [] : finishes.map((finish) => `simp only ${list} at *${finish}`);
  },
});

export const specifications: readonly Family[] = [
  // Again, since assumptions that the target depended on the first time stay as they were.
  {
    name: 'unfold-everywhere',
    propose: (view) => {
      const list = definitions(view);
      return list === '' ? [] : [`simp only ${list} at *\ntry simp only ${list} at *`];
    },
  },
  unfolded('unfold-everywhere-grind', ' <;> grind'),
  unfolded('unfold-everywhere-split', " <;> (repeat' split) <;> simp_all <;> grind"),
  {
    // A number that is neither more nor less, as truncated subtraction says it.
    name: 'equal-by-differences',
    chance: 0.6,
    leads: 0.25,
    propose: ({ target }) => {
      const sides = /^(.+) - (.+) = 0 ∧ (.+) - (.+) = 0$/.exec(target.text.replaceAll(/\s+/g, ' '))?.slice(1);
      if (sides === undefined || unbracketed(sides[0]) !== unbracketed(sides[3])) return [];
      return [`suffices heq : ${sides[0]} = ${sides[1]} by omega`];
    },
  },
];

const unbracketed = (text = ''): string => text.replaceAll(/[()\s]/g, '');
