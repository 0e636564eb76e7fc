/** Numbers: powers and products unfolded, sums sorted, what facts say evaluated, comparisons decided. */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import { argument, operands } from '../../term/walk.ts';
import { arithmeticType, isNumber, uses } from './numbers.ts';

const powers: Family = {
  name: 'powers',
  propose: (view) => {
    const type = arithmeticType(view);
    if (!uses(view, 'HPow.hPow') || type === undefined) return [];
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
    const type = arithmeticType(view);
    if (!uses(view, 'HMul.hMul') || type === undefined) return [];
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
    const type = arithmeticType(view);
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

/** An equation of naturals or integers whose reasons are facts about their casts. */
const casts: Family = {
  name: 'cast',
  propose: (view) => {
    const sides = operands(view.target, '=', '≤', '<');
    const types = ['Rat', 'Int'].filter((type) => uses(view, type));
    if (sides === undefined || !view.facts.some(({ type }) => type.text.includes('↑'))) return [];
    const [left, right] = sides.map(argument);
    const name = new NameSource(view.taken).next('hc');
    return types.flatMap((type) =>
      ['grind', 'omega'].map(
        (finish) =>
          `have ${name} : (${left} : ${type}) ${view.target.head} (${right} : ${type}) := by ${finish}\nexact_mod_cast ${name}`,
      ),
    );
  },
};

/** Comparisons of two terms decided one way or the other. */
const comparisons: Family = {
  name: 'compare',
  propose: (view) => {
    const variables = view.variables.filter((variable) => isNumber(variable) && view.occurrences.has(variable.name));
    const [first, second] = variables;
    const [one, three] = [
      new NameSource(view.taken).next('hc'),
      /(?<![\p{L}\p{N}_.])\d+(?![\p{N}.])/u.exec(view.target.text)?.[0],
    ];
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
  nonlinear,
  casts,
  comparisons,
  rearrangement,
];
