/**
 * Bounded natural numbers, run through all their values by the kernel. Facts that speak of them become premises of the
 * statement that is evaluated.
 */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import type { Term } from '../../../term/term.ts';
import { atoms, operands } from '../../../term/walk.ts';
import type { Fact, GoalView } from '../../../view.ts';
import { bounded } from './bounds.ts';
import { refutedByValues } from './values.ts';

/** Likely upper bounds, tightest first: one that does not hold cannot be proved, and the tactic fails. */
const bounds = [16, 64, 128, 1024];
/** Of two variables or three: together they have no more values than the kernel can run through. */
const boundsOf: Readonly<Record<number, readonly number[]>> = { 2: [16, 64, 128], 3: [10, 16] };
const mostValues = 2000;

const names = ({ type }: Fact): ReadonlySet<string> => new Set(atoms(type));

/** Does a term speak of no variable but this one? */
const isAbout = ({ variables }: GoalView, variable: string, term: Term): boolean =>
  ![...atoms(term)].some((atom) => atom !== variable && variables.some(({ name }) => name === atom));

/** Nothing says how far to look for what exists. */
const isOpen = ({ type }: Fact): boolean => type.text.includes('∃');

/** A fact `x = t` for a natural number `x`, which `subst` removes together with `x`. */
function definition({ facts, variables }: GoalView): { readonly fact: string; readonly variable: string } | undefined {
  const naturals = new Set(variables.filter(({ type }) => type === 'Nat').map(({ name }) => name));
  for (const { name, type } of facts) {
    const variable = operands(type, '=')?.find(({ kind, text }) => kind === 'atom' && naturals.has(text))?.text;
    if (variable !== undefined) return { fact: name, variable };
  }
  return undefined;
}

/** Exponents of powers of a variable that the facts speak of. */
const exponents = (variable: string, facts: readonly Pick<Fact, 'type'>[]): readonly number[] => {
  const power = new RegExp(`(?<![\\p{L}\\p{N}_.'])${variable} \\^ (\\d)(?!\\d)`, 'gu');
  const found = facts.flatMap(({ type }) => [...type.text.matchAll(power)].map((match) => Number(match[1])));
  return [...new Set(found)].filter((exponent) => exponent > 2).slice(0, 3);
};

/** Numerals that the facts raise to a variable. */
const bases = (variable: string, facts: readonly Pick<Fact, 'type'>[]): readonly number[] => {
  const power = new RegExp(`(?<![\\p{L}\\p{N}_.'])(\\d+) \\^ ${variable}(?![\\p{L}\\p{N}_.'])`, 'gu');
  const found = facts.flatMap(({ type }) => [...type.text.matchAll(power)].map((match) => Number(match[1])));
  return [...new Set(found)].filter((base) => base > 1).slice(0, 3);
};

/** The tactic that bounds variables and evaluates the goal, for all of them together. */
function enumerate(view: GoalView, variables: readonly string[], facts: readonly string[], bound: number): string {
  const source = new NameSource(view.taken);
  const isFalse = view.target.text === 'False';
  const refuted = source.next('hg');
  const below = variables.map((variable) => ({ variable, fact: source.next('hb') }));
  // That the goal does not hold may be what bounds a variable.
  const goal = isFalse ? [] : [{ name: refuted, type: view.target }];
  const known = [...view.facts.filter(({ name }) => facts.includes(name)), ...goal];
  const bounds = below.flatMap(({ variable, fact }) => {
    const about = known.filter(({ type }) => [...atoms(type)].includes(variable));
    const powers = { exponents: exponents(variable, about), bases: bases(variable, about) };
    const [statement = '', ...proof] = bounded(
      variable,
      bound,
      about.map(({ name }) => name),
      powers,
      source.next('hle'),
    );
    return [`have ${fact} : ${statement}`, ...proof];
  });
  return [
    ...(isFalse ? [] : [`refine Decidable.byContradiction fun ${refuted} => ?_`]),
    ...bounds,
    ...refutedByValues(below, isFalse ? facts : [...facts, refuted], bound, source),
  ].join('\n');
}

/** A lower bound for a variable is proved by running through the values below it. */
const lowerBound: Family = {
  name: 'enumerate-below',
  propose: (view) => {
    const sides = operands(view.target, '≤', '<');
    const variable = view.variables.find(({ name, type }) => type === 'Nat' && name === sides?.[1].text)?.name;
    if (sides === undefined || variable === undefined) return [];
    const source = new NameSource(view.taken);
    const [name, below] = [source.next('hlt'), source.next('hb')];
    const about = view.facts.filter((fact) => names(fact).has(variable)).map((fact) => fact.name);
    const isWeak = view.target.head === '≤';
    const bound = Number(sides[0].text) + (isWeak ? 0 : 1);
    if (!Number.isSafeInteger(bound) || bound > mostValues) return [];
    if (view.facts.some((fact) => names(fact).has(variable) && !isAbout(view, variable, fact.type))) return [];
    return [
      [
        `refine Nat.${isWeak ? 'le_of_not_lt' : 'lt_of_not_le'} fun ${name} => ?_`,
        `have ${below} : ${variable} < ${bound} := by omega`,
        ...refutedByValues([{ variable, fact: below }], [...about, name], bound, source),
      ].join('\n'),
    ];
  },
};

/** `∀ n, condition → 18 ≤ n`, where the kernel finds the condition false below. */
const leastOfAll: Family = {
  name: 'decide-below',
  propose: ({ target, taken }) => {
    const [variable, ...others] = target.bound;
    const sides = operands(target.parts.at(-1) ?? target, '→');
    const claim = sides && operands(sides[1], '≤', '<');
    if (target.head !== '∀' || variable === undefined || others.length > 0) return [];
    if (sides === undefined || claim?.[1].text !== variable) return [];
    const isWeak = sides[1].head === '≤';
    const bound = Number(claim[0].text) + (isWeak ? 0 : 1);
    if (!Number.isSafeInteger(bound) || bound > mostValues) return [];
    const name = new NameSource(taken).next('hk');
    const order = isWeak ? 'Nat.le_of_not_lt fun l =>' : 'Nat.lt_of_not_le fun l =>';
    return [
      [
        `have ${name} : ∀ ${variable}, ${variable} < ${bound} → ¬(${sides[0].text}) := by decide +kernel`,
        `exact fun n h => ${order} ${name} n (by omega) h`,
      ].join('\n'),
    ];
  },
};

export const enumeration: readonly Family[] = [
  leastOfAll,
  lowerBound,
  {
    name: 'enumerate',
    propose: (view) =>
      view.variables
        .filter(({ type }) => type === 'Nat')
        .slice(0, 3)
        .flatMap(({ name: variable }) => {
          const about = view.facts.filter((fact) => names(fact).has(variable) && isAbout(view, variable, fact.type));
          if (about.length === 0 || about.some(isOpen) || !isAbout(view, variable, view.target)) return [];
          const known = about.map(({ name }) => name);
          return bounds.map((bound) => enumerate(view, [variable], known, bound));
        }),
  },
  {
    name: 'enumerate-two',
    propose: (view) => {
      const defined = definition(view);
      const naturals = view.variables.filter(({ type }) => type === 'Nat').map(({ name }) => name);
      const variables = naturals.filter((name) => name !== defined?.variable);
      const limits = boundsOf[variables.length];
      const used = view.facts.filter(({ name }) => name !== defined?.fact);
      const facts = used.map(({ name }) => name);
      if (limits === undefined || facts.length === 0 || used.some(isOpen)) return [];
      const start = defined === undefined ? '' : `subst ${defined.fact}\n`;
      return limits.map((bound) => start + enumerate(view, variables, facts, bound));
    },
  },
];
