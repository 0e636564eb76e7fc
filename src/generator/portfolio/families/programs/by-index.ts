/**
 * Sortedness, tests of all elements and tests of some, said by indices: as loops speak of what they run through. What is
 * read with a proof that the index is in range is then read as programs do, with `!`.
 */
import type { Family } from '../../family.ts';
import type { GoalView } from '../../view.ts';

const tests = ['List.Pairwise', 'Array.all', 'Array.any', 'List.all', 'List.any'];

const meanings = [
  'List.pairwise_iff_getElem',
  'Array.all_eq_true',
  'Array.any_eq_true',
  'List.all_eq_true',
  'List.any_eq_true',
  'decide_eq_true_eq',
];

/** The simplifier would say `a[i]?.getD default`. */
const asRead = '-List.getElem!_eq_getElem?_getD, -Array.getElem!_eq_getD';

/** Of a program: of collections alone the library says enough. */
const applies = ({ goal, own }: GoalView): boolean =>
  own.functions.length > 0 && tests.some((test) => goal.constants.includes(test));

const byIndex = [
  `simp only [${meanings.join(', ')}] at *`,
  `try simp [${asRead}] at *`,
  'try simp only [← getElem!_pos] at *',
].join('\n');

export const saidByIndex: readonly Family[] = [
  { name: 'by-index', chance: 0.8, leads: 0.25, propose: (view) => (applies(view) ? [byIndex] : []) },
  {
    name: 'by-index-close',
    chance: 0.3,
    propose: (view) => (applies(view) ? [`(${byIndex.replaceAll('\n', '\n ')}) <;> grind`] : []),
  },
];
