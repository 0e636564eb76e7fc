/**
 * Collections read at an index. Programs write `a[i]!` where the library's theorems say `a[i]` with a proof that `i` is in
 * range; `grind` is told that both are the same, in both directions. What a function that may have no result says of it, and
 * what a Boolean test of all elements means, is told by theorems of the library, named after the function.
 */
import type { Family } from '../../family.ts';
import { initNames } from '../../library-names.ts';
import type { GoalView } from '../../view.ts';
import { uses } from '../numbers/numbers.ts';
import { grindable } from '../recursion/unfolding.ts';

/** For the lists of `grind`. */
export const readAtIndex = '_=_ getElem!_pos';

/** What is read from a collection that was changed, as an option: a normal form in which changes can be looked through. */
export const readThroughChanges = [
  'Array.getElem!_eq_getD',
  'Array.getD_eq_getD_getElem?',
  'List.getElem!_eq_getElem?_getD',
  'Array.set!_eq_setIfInBounds',
  'Array.getElem?_setIfInBounds',
  'Array.size_setIfInBounds',
  'Array.getElem?_push',
  'Array.size_push',
  'List.getElem?_append',
  'List.length_append',
  'List.getElem?_set',
  'List.length_set',
].join(', ');

/** How the library names what a call means. */
const suffixes = ['_eq_some_iff', '_eq_none_iff', '_eq_some_iff_getElem', '_eq_true', '_eq_false', '_iff_getElem'];
const most = 8;

/** `List.Pairwise` as it stands in the names of theorems. */
const inTheorems = (constant: string): string =>
  constant.replace(/(?<=\.)[A-Z][^.]*$/, (last) => last.charAt(0).toLowerCase() + last.slice(1));

/** Theorems that say what the functions of the goal mean. */
function meanings({ goal }: GoalView): readonly string[] {
  const { theorems } = initNames();
  return goal.constants
    .filter((constant) => /^(?:Array|List|Option|String|Vector)\./.test(constant))
    .map(inTheorems)
    .flatMap((constant) => suffixes.map((suffix) => constant + suffix))
    .filter((name) => theorems.has(name))
    .slice(0, most);
}

/** Members of a collection are what it has at its indices. */
const members = ({ goal }: GoalView): readonly string[] =>
  ['Array', 'List'].filter((type) => goal.constants.includes(type)).map((type) => `${type}.mem_iff_getElem`);

const ownList = ({ own }: GoalView): readonly string[] => grindable(own).slice(0, 4);

const inBrackets = (names: readonly string[]): string => (names.length === 0 ? '' : ` [${names.join(', ')}]`);

export const indices: readonly Family[] = [
  {
    name: 'index-grind',
    propose: (view) => {
      if (!uses(view, 'GetElem?.getElem!')) return [];
      const known = [readAtIndex, ...ownList(view)];
      const more = [...meanings(view), ...members(view)];
      return [`grind${inBrackets(known)}`, `grind${inBrackets([...known, ...more])}`];
    },
  },
  {
    name: 'meaning-split',
    propose: (view) => {
      const known = meanings(view);
      if (known.length === 0) return [];
      const reading = uses(view, 'GetElem?.getElem!') ? [readAtIndex, ...members(view)] : [];
      const simplify = `(repeat' split) <;> simp_all${inBrackets(known)}`;
      return [
        simplify,
        `(repeat' split) <;> grind${inBrackets([...known, ...reading])}`,
        `${simplify} <;> grind${inBrackets(reading)}`,
      ];
    },
  },
];
