/** Numbers: powers and products unfolded, remainders case by case, bounded variables by enumeration. */
import type { Hypothesis } from '../../../data/goal.ts';
import type { Family } from '../family.ts';
import { NameSource } from '../names.ts';
import { argument, atoms, operands } from '../term/walk.ts';
import type { GoalView } from '../view.ts';

const isNumber = ({ head, type }: Hypothesis): boolean =>
  (head === 'Nat' || head === 'Int') && ['Nat', 'Int'].includes(type);

const uses = ({ goal }: GoalView, constant: string): boolean => goal.constants.includes(constant);

const allText = ({ target, facts }: GoalView): string =>
  [target.text, ...facts.map(({ type }) => type.text)].join('\n');

const numerals = (text: string): readonly number[] => [
  ...new Set([...text.matchAll(/(?<![\p{L}\p{N}_.])\d+(?![\p{N}.])/gu)].map(([digits]) => Number(digits))),
];

/** Small moduli of the goal, the smallest first. */
function moduli(view: GoalView): readonly number[] {
  const text = allText(view);
  const found = [...text.matchAll(/% (\d+)|(?<!\S)(\d+) ∣/gu)].map((match) => Number(match[1] ?? match[2]));
  return [...new Set(found)].filter((modulus) => modulus > 1 && modulus <= 12).toSorted((a, b) => a - b);
}

const remainderLemmas = (type: string): string =>
  type === 'Int'
    ? 'Int.pow_succ, Int.mul_emod, Int.add_emod, Int.sub_emod, Int.dvd_iff_emod_eq_zero'
    : 'Nat.pow_succ, Nat.mul_mod, Nat.add_mod, Nat.dvd_iff_mod_eq_zero';

/** Remainders computed from those that the facts give. */
const knownRemainders: Family = {
  name: 'remainder-simp',
  propose: (view) => {
    if (!uses(view, 'HMod.hMod') && !uses(view, 'Dvd.dvd')) return [];
    const given = view.facts.filter(({ type }) => type.text.includes(' % ')).map(({ name }) => name);
    const lemmas = remainderLemmas(uses(view, 'Int') ? 'Int' : 'Nat');
    return [`simp [${[...given, lemmas].join(', ')}]`, `simp_all [${lemmas}]`];
  },
};

/** `x % m = 0 ∨ x % m = 1 ∨ …`, and the cases evaluated one by one. */
const remainders: Family = {
  name: 'remainder-cases',
  propose: (view) => {
    if (!uses(view, 'HMod.hMod') && !uses(view, 'Dvd.dvd')) return [];
    const name = new NameSource(view.taken).next('hm');
    const variables = view.variables.filter((variable) => isNumber(variable) && view.occurrences.has(variable.name));
    return variables.slice(0, 2).flatMap(({ name: variable, type }) =>
      moduli(view)
        .slice(0, 2)
        .map((modulus) => {
          const values = Array.from({ length: modulus }, (_, value) => `${variable} % ${modulus} = ${value}`);
          const cases = values.map(() => name).join(' | ');
          return `have ${name} : ${values.join(' ∨ ')} := by omega\nrcases ${name} with ${cases} <;> simp_all [${remainderLemmas(type)}]`;
        }),
    );
  },
};

/** Likely upper bounds, tightest first: `omega` refuses one that does not hold. */
const bounds = [16, 64, 128, 1024];

/**
 * A natural number that the facts bound is run through all its values by the kernel. Facts that speak of it become
 * premises of the statement that is evaluated.
 */
const enumeration: Family = {
  name: 'enumerate',
  propose: (view) => {
    const variables = view.variables.filter(({ type }) => type === 'Nat').slice(0, 3);
    const name = new NameSource(view.taken).next('hb');
    const about = (variable: string): readonly string[] =>
      view.facts.filter(({ type }) => [...atoms(type)].includes(variable)).map((fact) => fact.name);
    return variables.flatMap(({ name: variable }) => {
      const facts = about(variable);
      if (facts.length === 0) return [];
      return bounds.map((bound) =>
        [
          `have ${name} : ${variable} < ${bound} := by omega`,
          `revert ${facts.toReversed().join(' ')}`,
          `revert ${name}`,
          `revert ${variable}`,
          'decide +kernel',
        ].join('\n'),
      );
    });
  },
};

/** Two natural numbers, each bounded by linear facts. */
const enumerationOfTwo: Family = {
  name: 'enumerate-two',
  propose: (view) => {
    const variables = view.variables.filter(({ type }) => type === 'Nat');
    const [first, second] = variables;
    if (first === undefined || second === undefined || variables.length > 2 || view.facts.length === 0) return [];
    const names = new NameSource(view.taken);
    const [one, two] = [names.next('hb'), names.next('hb')];
    const facts = view.facts
      .map(({ name }) => name)
      .toReversed()
      .join(' ');
    return bounds
      .slice(0, 3)
      .map((bound) =>
        [
          `have ${one} : ${first.name} < ${bound} := by omega`,
          `have ${two} : ${second.name} < ${bound} := by omega`,
          `revert ${facts}`,
          `revert ${two}`,
          `revert ${second.name}`,
          `revert ${one}`,
          `revert ${first.name}`,
          'decide +kernel',
        ].join('\n'),
      );
  },
};

const powers: Family = {
  name: 'powers',
  propose: (view) => {
    if (!uses(view, 'HPow.hPow')) return [];
    const type = uses(view, 'Int') ? 'Int' : 'Nat';
    return [
      `simp_all [${type}.pow_succ]`,
      `simp_all [${type}.pow_succ] <;> omega`,
      `simp only [${type}.pow_succ] at *; omega`,
      `simp [${type}.pow_succ, ${type}.mul_add, ${type}.add_mul]; omega`,
      `rw [${type}.pow_succ]`,
    ];
  },
};

const products: Family = {
  name: 'products',
  propose: (view) => {
    if (!uses(view, 'HMul.hMul')) return [];
    const type = uses(view, 'Int') ? 'Int' : 'Nat';
    return [
      `simp [${type}.mul_add, ${type}.add_mul, ${type}.mul_comm, ${type}.mul_left_comm, ${type}.mul_assoc]`,
      `simp_all [${type}.mul_add, ${type}.add_mul, ${type}.mul_comm, ${type}.mul_left_comm, ${type}.mul_assoc] <;> omega`,
    ];
  },
};

/** Everything that the facts say about functions and values, put in and evaluated. */
const evaluation: Family = {
  name: 'evaluate',
  propose: (view) => {
    const equations = view.facts.filter(({ type }) => type.text.includes(' = ')).map(({ name }) => name);
    if (equations.length === 0 || equations.length > 6) return [];
    const list = equations.join(', ');
    return [`simp only [${list}]; decide +kernel`, `simp [${list}]; decide +kernel`, `subst_vars; decide +kernel`];
  },
};

/** Sums and products sorted, so that two sides become the same. */
const sorting: Family = {
  name: 'ac-simp',
  propose: (view) => {
    const type = uses(view, 'Int') ? 'Int' : uses(view, 'Nat') ? 'Nat' : undefined;
    if (type === undefined || !uses(view, 'HAdd.hAdd')) return [];
    return [
      `simp [${type}.add_comm, ${type}.add_left_comm, ${type}.add_assoc]`,
      `simp_all [${type}.add_comm, ${type}.add_left_comm, ${type}.add_assoc]`,
    ];
  },
};

/** Facts about ordering that the linear procedures do not see: from products of variables. */
const nonlinear: Family = {
  name: 'monotone-products',
  propose: (view) => {
    if (!uses(view, 'HMul.hMul') && !uses(view, 'HPow.hPow')) return [];
    const orders = view.facts.filter(({ type }) => operands(type, '<', '≤') !== undefined).slice(0, 2);
    const name = new NameSource(view.taken).next('hp');
    return orders.map((fact) => `have ${name} := Nat.mul_le_mul ${fact.name} ${fact.name}`);
  },
};

/** Comparisons of two terms decided one way or the other. */
const comparisons: Family = {
  name: 'compare',
  propose: (view) => {
    const variables = view.variables.filter((variable) => isNumber(variable) && view.occurrences.has(variable.name));
    const [first, second] = variables;
    const [one, three] = [new NameSource(view.taken).next('hc'), numerals(view.target.text)[0]];
    const pair =
      first !== undefined && second !== undefined && first.type === second.type
        ? [`${first.name} ≤ ${second.name}`]
        : [];
    const withNumeral = first !== undefined && three !== undefined ? [`${first.name} = ${three}`] : [];
    return [...pair, ...withNumeral].map((condition) => `by_cases ${one} : ${condition}`);
  },
};

/** Equations between terms, to be proved by arithmetic and then used. */
const rearrangement: Family = {
  name: 'rearrange',
  propose: (view) => {
    const sides = operands(view.target, '=');
    return sides === undefined || !uses(view, 'HSub.hSub')
      ? []
      : [`exact Nat.sub_eq_of_eq_add (by omega)`, `rw [show ${argument(sides[0])} = ${argument(sides[1])} by omega]`];
  },
};

export const arithmetic: readonly Family[] = [
  powers,
  products,
  sorting,
  evaluation,
  remainders,
  knownRemainders,
  enumeration,
  enumerationOfTwo,
  nonlinear,
  comparisons,
  rearrangement,
];
