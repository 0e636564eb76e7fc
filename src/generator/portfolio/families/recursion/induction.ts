/**
 * Induction: on variables, over the recursion of the file's functions, and both with the automation that finishes most
 * cases at once. `unhygienic` gives the new variables names that later tactics can write.
 */
import type { Hypothesis } from '../../../../data/goal.ts';
import type { Family } from '../../family.ts';
import { sameName } from '../../own-constants.ts';
import type { Term } from '../../term/term.ts';
import { atoms, operands } from '../../term/walk.ts';
import type { GoalView } from '../../view.ts';
import { isNumeric } from '../numbers/numbers.ts';
import { chosenTheorems } from '../theorems/local-theorems.ts';
import { grindable, grindList, longLists, simpList } from './unfolding.ts';

/** Types of the library with constructors that do not recur: their variables are for case analysis. */
const flat = new Set([
  'Bool',
  'Option',
  'Prod',
  'Sum',
  'Fin',
  'Int',
  'Rat',
  'Unit',
  'Char',
  'Subtype',
  'Sigma',
  'Except',
]);

const isData = ({ constructors, head }: Hypothesis): boolean => constructors.length > 0 && head !== 'Sort';

/** Variables that an induction may run on: those of the target, the most frequent first. */
export function inductionVariables({ variables, occurrences }: GoalView): readonly Hypothesis[] {
  const count = (variable: Hypothesis): number => occurrences.get(variable.name) ?? 0;
  return variables
    .filter((variable) => isData(variable) && variable.constructors.length > 1 && !flat.has(variable.head))
    .filter((variable) => count(variable) > 0)
    .toSorted((a, b) => count(b) - count(a));
}

/** Other data variables of the target, which the hypothesis should hold for in general. */
function generalising({ variables, occurrences }: GoalView, variable: Hypothesis): string {
  const others = variables.filter(
    ({ name, constructors }) => name !== variable.name && constructors.length > 0 && occurrences.has(name),
  );
  return others.length === 0 ? '' : ` generalizing ${others.map(({ name }) => name).join(' ')}`;
}

/** Inductions on variables: plain ones first, then with everything else generalised. */
function inductions(view: GoalView): readonly string[] {
  const variables = inductionVariables(view).slice(0, 4);
  const plain = variables.map(({ name }) => `induction ${name}`);
  const general = variables.flatMap((variable) => {
    const others = generalising(view, variable);
    return others === '' ? [] : [`induction ${variable.name}${others}`];
  });
  return [...plain, ...general];
}

/** Applications of the file's functions to arguments, as they stand in the target. */
export function ownApplications({ own, targetSubterms }: GoalView): readonly Term[] {
  return targetSubterms.filter(
    ({ kind, head }) => kind === 'application' && own.functions.some((name) => sameName(name, head)),
  );
}

/** Functional inductions: over applications to variables first, since those lose nothing. */
function functionalInductions(view: GoalView): readonly string[] {
  const names = new Set(view.variables.map(({ name }) => name));
  const plain = (term: Term): boolean => term.parts.every(({ kind, text }) => kind === 'atom' && names.has(text));
  const applications = ownApplications(view);
  const ordered = [...applications.filter(plain), ...applications.filter((term) => !plain(term))].slice(0, 4);
  return ordered.flatMap((term) => {
    const inside = new Set(atoms(term));
    const others = view.variables.filter(
      ({ name, constructors }) => constructors.length > 0 && view.occurrences.has(name) && !inside.has(name),
    );
    const plainForm = `fun_induction ${term.text}`;
    return others.length === 0
      ? [plainForm]
      : [plainForm, `${plainForm} generalizing ${others.map(({ name }) => name).join(' ')}`];
  });
}

/** The last of the variables kept general. */
const lastName = (start: string): string => start.slice(start.lastIndexOf(' ') + 1);

const combined = (
  name: string,
  starts: (view: GoalView) => readonly string[],
  most: number,
  finish: (list: string) => string,
  lists: (view: GoalView) => readonly string[] = (view) => [simpList(view)],
): Family => ({
  name,
  propose: (view) =>
    lists(view).flatMap((list) =>
      starts(view)
        .slice(0, most)
        .map((start) => `unhygienic ${start} <;> ${finish(list)}`),
    ),
});

const allOwn = ({ functions, predicates }: GoalView['own']): readonly string[] => [...functions, ...predicates];

const grindLists = (view: GoalView): readonly string[] => [grindList(view)];

/** The file's definitions with those of its theorems that may help. */
const localLists =
  (definitionsOf: (own: GoalView['own']) => readonly string[]) =>
  (view: GoalView): readonly string[] => {
    const theorems = chosenTheorems(view, 6);
    const definitions = definitionsOf(view.own);
    return theorems.length === 0 ? [] : [` [${[...definitions, ...theorems].join(', ')}]`];
  };

const numericLists = (view: GoalView): readonly string[] => (isNumeric(view) ? [simpList(view)] : []);

const bare = (name: string, starts: (view: GoalView) => readonly string[]): Family => ({
  name,
  propose: (view) => starts(view).map((start) => `unhygienic ${start}`),
});

/** Cases on the last variable that is generalised over: functions that recurse on two arguments at once want both apart. */
const withCases = (name: string, starts: (view: GoalView) => readonly string[]): Family => ({
  name,
  propose: (view) =>
    starts(view)
      .filter((start) => start.includes(' generalizing '))
      .slice(0, 3)
      .map((start) => `unhygienic ${start} <;> cases ${lastName(start)} <;> simp_all${simpList(view)}`),
});

export const induction: readonly Family[] = [
  bare('induction', inductions),
  combined('induction-simp-all', inductions, 6, (list) => `simp_all${list}`),
  combined('induction-grind', inductions, 4, (list) => `grind${list}`, grindLists),
  combined('induction-simp', inductions, 3, (list) => `(try simp${list})`),
  combined('induction-omega', inductions, 2, (list) => `(try simp_all${list}) <;> omega`, numericLists),
  combined('induction-simp-grind', inductions, 2, (list) => `(try simp_all${list}) <;> grind`),
  combined('induction-steps-simp', inductions, 3, (list) => `simp_all${list}`, longLists),
  combined('induction-steps-omega', inductions, 2, (list) => `(try simp_all${list}) <;> omega`, longLists),
  combined('induction-steps-grind', inductions, 2, (list) => `(try simp_all${list}) <;> grind`, longLists),
  combined('induction-local-simp', inductions, 4, (list) => `simp_all${list}`, localLists(allOwn)),
  combined('induction-local-grind', inductions, 3, (list) => `grind${list}`, localLists(grindable)),
  withCases('induction-cases', inductions),
  bare('fun-induction', functionalInductions),
  combined('fun-induction-simp-all', functionalInductions, 4, (list) => `simp_all${list}`),
  combined('fun-induction-grind', functionalInductions, 4, (list) => `grind${list}`, grindLists),
  withCases('fun-induction-cases', functionalInductions),
  // From the lower bound of a variable upwards: the order of natural numbers is an inductive predicate.
  {
    name: 'induction-from',
    propose: (view) =>
      view.facts
        .map(({ name, type }) => ({ name, variable: operands(type, '≤')?.[1].text }))
        .filter(({ variable }) => view.variables.some(({ name, type }) => name === variable && type === 'Nat'))
        .slice(0, 2)
        .flatMap(({ name }) => [
          `unhygienic induction ${name}`,
          `unhygienic induction ${name} <;> simp_all${simpList(view)}`,
          `unhygienic induction ${name} <;> grind${grindList(view)}`,
        ]),
  },
  {
    name: 'strong-induction',
    propose: (view) =>
      inductionVariables(view)
        .filter(({ head }) => head === 'Nat')
        .slice(0, 2)
        .map(({ name }) => `induction ${name} using Nat.strongRecOn with\n| _ ${name} ih => ?_`),
  },
];
