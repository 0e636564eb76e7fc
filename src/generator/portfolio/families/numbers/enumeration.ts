/**
 * Bounded natural numbers, run through all their values by the kernel. Facts that speak of them become premises of the
 * statement that is evaluated.
 */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import { atoms, operands } from '../../term/walk.ts';
import type { Fact, GoalView } from '../../view.ts';

/** Likely upper bounds, tightest first: one that does not hold cannot be proved, and the tactic fails. */
const bounds = [16, 64, 128, 1024];
const boundsOfTwo = [16, 64, 128];

/** Linear facts give a bound at once; powers and products give one by way of their monotonicity. */
const boundProof = ({ goal }: GoalView): string =>
  goal.constants.some((name) => name === 'HPow.hPow' || name === 'HMul.hMul')
    ? 'by first | omega | (apply Nat.lt_of_not_le; intro hle; have hsq := Nat.mul_le_mul hle hle; grind)'
    : 'by omega';

const names = ({ type }: Fact): ReadonlySet<string> => new Set(atoms(type));

/** A fact `x = t` for a natural number `x`, which `subst` removes together with `x`. */
function definition({ facts, variables }: GoalView): { readonly fact: string; readonly variable: string } | undefined {
  const naturals = new Set(variables.filter(({ type }) => type === 'Nat').map(({ name }) => name));
  for (const { name, type } of facts) {
    const variable = operands(type, '=')?.find(({ kind, text }) => kind === 'atom' && naturals.has(text))?.text;
    if (variable !== undefined) return { fact: name, variable };
  }
  return undefined;
}

/** The tactic that bounds variables and evaluates the goal, for all of them together. */
function enumerate(view: GoalView, variables: readonly string[], facts: readonly string[], bound: number): string {
  const source = new NameSource(view.taken);
  const bounded = variables.map((variable) => ({ variable, fact: source.next('hb') }));
  const proof = boundProof(view);
  return [
    ...bounded.map(({ variable, fact }) => `have ${fact} : ${variable} < ${bound} := ${proof}`),
    ...(facts.length === 0 ? [] : [`revert ${facts.join(' ')}`]),
    ...bounded.toReversed().map(({ variable, fact }) => `revert ${fact}; revert ${variable}`),
    'decide +kernel',
  ].join('\n');
}

/** A lower bound for a variable is proved by running through the values below it. */
const lowerBound: Family = {
  name: 'enumerate-below',
  propose: (view) => {
    const sides = operands(view.target, '≤', '<');
    const variable = view.variables.find(({ name, type }) => type === 'Nat' && name === sides?.[1].text)?.name;
    if (sides === undefined || variable === undefined) return [];
    const name = new NameSource(view.taken).next('hlt');
    const about = view.facts.filter((fact) => names(fact).has(variable)).map((fact) => fact.name);
    const start = `apply Nat.${view.target.head === '≤' ? 'le_of_not_lt' : 'lt_of_not_le'}; intro ${name}`;
    return boundsOfTwo.map((bound) => `${start}\n${enumerate(view, [variable], [...about, name], bound)}`);
  },
};

export const enumeration: readonly Family[] = [
  lowerBound,
  {
    name: 'enumerate',
    propose: (view) =>
      view.variables
        .filter(({ type }) => type === 'Nat')
        .slice(0, 3)
        .flatMap(({ name: variable }) => {
          const about = view.facts.filter((fact) => names(fact).has(variable)).map(({ name }) => name);
          return about.length === 0 ? [] : bounds.map((bound) => enumerate(view, [variable], about, bound));
        }),
  },
  {
    name: 'enumerate-two',
    propose: (view) => {
      const defined = definition(view);
      const naturals = view.variables.filter(({ type }) => type === 'Nat').map(({ name }) => name);
      const variables = naturals.filter((name) => name !== defined?.variable);
      if (variables.length !== 2) return [];
      const facts = view.facts.map(({ name }) => name).filter((name) => name !== defined?.fact);
      const start = defined === undefined ? '' : `subst ${defined.fact}\n`;
      return boundsOfTwo.map((bound) => start + enumerate(view, variables, facts, bound));
    },
  },
];
