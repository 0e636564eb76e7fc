/** Terms for an existential: taken from the context, small numerals, or left to unification. */
import type { Family } from '../../family.ts';
import { argument, atoms, closedSubterms } from '../../term/walk.ts';
import type { GoalView } from '../../view.ts';

const most = 14;

function witnesses({ goal, target, variables, facts }: GoalView): readonly string[] {
  const body = target.parts.at(-1);
  const type = /^∃ \(?[^:,]*: ([^,)]*)/u.exec(target.text)?.[1]?.trim();
  const fits = (candidate: string): boolean => type === undefined || candidate === type;
  const named = variables.filter((variable) => fits(variable.type)).map(({ name }) => name);
  const bound = new Set(target.bound);
  const closed =
    body === undefined ? [] : [...closedSubterms(body, bound)].filter(({ kind }) => kind === 'application');
  const numeric = goal.constants.includes('Nat') || goal.constants.includes('Int');
  const bodyNames = new Set(body === undefined ? [] : atoms(body));
  const inBody = named.filter((name) => bodyNames.has(name));
  const outside = named.filter((name) => !bodyNames.has(name));
  const pairs = numeric
    ? inBody.flatMap((a) =>
        inBody.filter((b) => b !== a).flatMap((b) => [`(${a} - ${b})`, ...(a < b ? [`(${a} + ${b})`] : [])]),
      )
    : [];
  const steps = numeric ? inBody.map((name) => `(${name} + 1)`) : [];
  const above = numeric && inBody.length > 1 ? [`(${inBody.join(' + ')} + 1)`] : [];
  const divisors = numeric ? [...new Set(target.text.match(/(?<![\p{L}\p{N}_.])[2-9](?![\p{N}.])/gu) ?? [])] : [];
  const quotients = divisors.flatMap((divisor) => inBody.map((name) => `(${name} / ${divisor})`));
  const numerals = numeric ? ['0', '1', '2'] : ['[]', 'true', 'false', 'none'];
  const factTerms = facts
    .slice(0, 2)
    .flatMap(({ type: fact }) => fact.parts.filter(({ kind }) => kind === 'application'));
  return [
    ...outside,
    ...inBody,
    ...closed.map(argument),
    ...numerals,
    ...quotients,
    ...steps,
    ...above,
    ...pairs,
    ...factTerms.map(argument),
  ].filter((term, index, all) => all.indexOf(term) === index);
}

const isExistential = ({ target }: GoalView): boolean => target.kind === 'binder' && target.head === '∃';

export const witnessing: readonly Family[] = [
  {
    name: 'exists-simp',
    propose: (view) =>
      isExistential(view)
        ? witnesses(view)
            .slice(0, most)
            .map((term) => `exact ⟨${term}, by simp_all⟩`)
        : [],
  },
  {
    name: 'exists',
    propose: (view) =>
      isExistential(view)
        ? witnesses(view)
            .slice(0, most)
            .map((term) => `refine ⟨${term}, ?_⟩`)
        : [],
  },
  {
    name: 'exists-omega',
    propose: (view) =>
      isExistential(view) && view.goal.constants.some((name) => name === 'Nat' || name === 'Int')
        ? witnesses(view)
            .slice(0, most)
            .map((term) => `exact ⟨${term}, by omega⟩`)
        : [],
  },
  {
    name: 'exists-unify',
    propose: (view) => (isExistential(view) ? ['refine ⟨_, rfl⟩', 'refine ⟨?_, ?_⟩', 'exact ⟨_, by assumption⟩'] : []),
  },
];
