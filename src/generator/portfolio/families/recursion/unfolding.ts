/** The file's own definitions, unfolded by the simplifier, by `grind`, or one at a time. */
import type { Family } from '../../family.ts';
import type { GoalView } from '../../view.ts';
import { isNumeric } from '../numbers/numbers.ts';

const most = 8;

/** What the simplifier is to unfold, as a list in brackets: functions, and predicates with them where there are any. */
export function simpLists({ own }: GoalView): readonly string[] {
  const functions = own.functions.slice(0, most);
  const all = [...functions, ...own.predicates].slice(0, most);
  const lists = own.predicates.length === 0 ? [functions] : [all, functions];
  return lists.filter((list) => list.length > 0).map((list) => ` [${list.join(', ')}]`);
}

/** The same with the library's step equations; absent where there are none. */
export function longLists({ own, equations }: GoalView): readonly string[] {
  const all = [...own.functions, ...own.predicates, ...equations];
  return equations.length === 0 ? [] : [` [${all.slice(0, most + 4).join(', ')}]`];
}

/** Definitions that `grind` may be told to unfold. */
export const grindable = ({ functions, predicates, reducible }: GoalView['own']): readonly string[] =>
  [...functions, ...predicates].filter((name) => !reducible.has(name));

/** What `grind` is to know: the same, and the constructors of inductive predicates, which the simplifier has no use for. */
export function grindList({ own }: GoalView): string {
  const all = [...grindable(own), ...own.relations].slice(0, most);
  return all.length === 0 ? '' : ` [${all.join(', ')}]`;
}

/** The list to use where there is room for one only; empty where the file defines nothing. */
export const simpList = (view: GoalView): string => simpLists(view)[0] ?? '';

const overLists = (name: string, tactic: (list: string) => string): Family => ({
  name,
  propose: (view) => simpLists(view).map(tactic),
});

const overNumericLists = (name: string, tactic: (list: string) => string): Family => ({
  name,
  propose: (view) => (isNumeric(view) ? simpLists(view).map(tactic) : []),
});

const overLongLists = (name: string, tactic: (list: string) => string): Family => ({
  name,
  propose: (view) => longLists(view).map(tactic),
});

export const unfolding: readonly Family[] = [
  overLists('simp-own', (list) => `simp${list}`),
  overLists('simp-all-own', (list) => `simp_all${list}`),
  {
    name: 'grind-own',
    propose: (view) => (grindList(view) === '' ? [] : [`grind${grindList(view)}`]),
  },
  overNumericLists('simp-own-omega', (list) => `simp${list} <;> omega`),
  overNumericLists('simp-all-own-omega', (list) => `simp_all${list} <;> omega`),
  overLists('simp-only-own', (list) => `simp only${list}`),
  overLists('simp-own-everywhere', (list) => `simp${list} at *`),
  overLongLists('simp-steps', (list) => `simp${list}`),
  overLongLists('simp-all-steps', (list) => `simp_all${list}`),
  overLongLists('simp-all-steps-omega', (list) => `simp_all${list} <;> omega`),
  overLongLists('grind-steps', (list) => `grind${list}`),
  {
    name: 'unfold',
    propose: ({ own }) => [...own.functions, ...own.predicates].slice(0, 4).map((name) => `unfold ${name}`),
  },
  {
    name: 'unfold-decide',
    propose: ({ own, variables }) => {
      const names = [...own.functions, ...own.predicates];
      return names.length > 0 && variables.length === 0 ? [`unfold ${names.join(' ')}; decide`] : [];
    },
  },
];
