/**
 * Equations such as `x * y + x + y = 71`: one of the two factors of `(x + 1) * (y + 1) = 72` divides the numeral, so that
 * there are few values, and with each the equation is linear. What is multiplied may be powers, too.
 */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import { atoms, operands } from '../../../term/walk.ts';
import type { Fact, GoalView } from '../../../view.ts';
import { divisorsOf, factorIsDivisor } from '../modular/divisors.ts';
import { commonDivisor } from '../sequences/rational.ts';
import { type Bilinear, bilinear, type Solution, solutions } from './bilinear-equation.ts';
import { add, readPolynomial } from './polynomial.ts';
import { isSquare, noSquare } from './squares.ts';

const largestProduct = 100_000n;
const mostDivisors = 32;

const literal = (number: bigint): string => (number < 0n ? `(${number})` : `${number}`);

/** Is what is multiplied variables, and no powers? */
const isPlain = ({ first, second }: Bilinear): boolean => !first.includes('^') && !second.includes('^');

const plus = (factor: bigint, term: string, rest: bigint): string => {
  const scaled = factor === 1n ? term : `${factor} * ${term}`;
  return rest === 0n ? scaled : `${scaled} ${rest < 0n ? '-' : '+'} ${rest < 0n ? -rest : rest}`;
};

/** Refutations of squares that the solutions would have, and what closes the case of a solution. */
function closing(found: Bilinear, solved: readonly Solution[], names: NameSource): Closing {
  const powers = [found.first, found.second].map(
    (term, place) => ({ term, of: place === 0 ? 'first' : 'second' }) as const,
  );
  const squares = powers.filter(({ term }) => term.endsWith(' ^ 2'));
  const bad = squares.flatMap(({ term, of }) =>
    [...new Set(solved.map((solution) => solution[of]))]
      .filter((value) => value >= 0n && !isSquare(value))
      .map((value) => ({ value, of, base: term.split(' ')[0]!, fact: names.next('hq') })),
  );
  const [left, right] = [names.next('he'), names.next('hf')];
  return {
    start: [
      ...bad.flatMap(({ value, fact }) => noSquare(fact, value)),
      ...squares.map(
        ({ term }) => `have ${names.next('hz')} := Lean.Grind.OrderedRing.sq_nonneg (a := ${term.split(' ')[0]})`,
      ),
    ],
    ofSolution: (solution) => {
      const refuting = bad.find(({ value, of }) => solution[of] === value);
      if (refuting !== undefined) return `exact (${refuting.fact} ${refuting.base} (by omega)).elim`;
      const equation = (name: string, term: string, value: bigint): string =>
        `have ${name} : ${term} = ${literal(value)} := (by omega)`;
      const equations = [
        equation(left, found.first, solution.first),
        ...(isPlain(found) ? [`subst ${left}`] : []),
        equation(right, found.second, solution.second),
        ...(isPlain(found) ? [`subst ${right}`] : []),
      ].join('; ');
      const use = isPlain(found)
        ? 'first | omega | simp_all | grind'
        : `first | (simp [${left}, ${right}]; done) | grind`;
      return `(${equations}; ${use})`;
    },
  };
}

interface Closing {
  readonly start: readonly string[];
  readonly ofSolution: (solution: Solution) => string;
}

/** The tactic that solves the equation of a fact, by all that is known besides. */
export function solved(
  view: GoalView,
  { name: fact, type: statement }: Pick<Fact, 'name' | 'type'>,
): readonly string[] {
  const variables = [...new Set(atoms(statement))].flatMap((atom) =>
    view.variables.filter(({ name }) => name === atom),
  );
  const types = new Set(variables.map(({ type }) => type));
  const [type] = types;
  const sides = operands(statement, '=');
  if (sides === undefined || types.size !== 1 || (type !== 'Nat' && type !== 'Int')) return [];
  const [left, right] = sides.map((side) => readPolynomial(side, type === 'Int'));
  const found = left && right && bilinear(add(left, right, -1n));
  if (found === undefined) return [];
  const { first, second, a, b, c, d } = found;
  // What the second factor's coefficients share divides the product.
  const shared = commonDivisor(a, b);
  const product = (a * d + b * c) / shared;
  const size = product < 0n ? -product : product;
  const divisors = size === 0n || size > largestProduct ? [] : divisorsOf(size);
  if (divisors.length === 0 || divisors.length > mostDivisors) return [];
  const cast = (term: string): string => (type === 'Int' ? term : term.replace(/^\S+/, '($& : Int)'));
  const factor = plus(a, cast(first), c);
  const other = plus(a / shared, cast(second), b / shared);
  const names = new NameSource(view.taken);
  const [multiplied, value] = [names.next('hm'), names.next('hv')];
  const [sign, integral] = [names.next('hn'), names.next('hi')];
  const inIntegers =
    type === 'Int' ? [] : [`  have ${integral} := congrArg Int.ofNat ${fact}`, `  simp at ${integral}`];
  const lines = [
    `have ${multiplied} : (${factor}) * (${other}) = ${product} := by`,
    ...inIntegers,
    '  grind',
    ...factorIsDivisor(value, size),
    `replace ${value} := ${value} (${factor}).natAbs (${other}).natAbs (by rw [← Int.natAbs_mul, ${multiplied}]; rfl)`,
    `rcases ${value} with ${divisors.map(() => value).join(' | ')}`,
  ];
  const usable = ({ first, second }: Solution): boolean => type === 'Int' || (first >= 0n && second >= 0n);
  const solved = solutions(found, product, divisors).filter(usable);
  const { start, ofSolution } = closing(found, solved, names);
  const cases = divisors.map((divisor) => {
    const own = solutions(found, product, [divisor]).filter(usable);
    const either = `(by omega : ${factor} = ${divisor} ∨ ${factor} = -${divisor})`;
    const closers = own.map(ofSolution);
    // Of a natural number and something more there is no other sign, so that a solution is the only case.
    if (type === 'Nat' && c >= 0n && isPlain(found) && closers[0] !== undefined) return `· ${closers[0]}`;
    const close = (type === 'Int' ? ['omega', ...closers] : [...closers, 'omega']).join(' | ');
    return `· rcases ${either} with ${sign} | ${sign} <;> rw [${sign}] at ${multiplied} <;> first | ${close}`;
  });
  return [[...start, ...lines, ...cases].join('\n')];
}

export const bilinearEquations: readonly Family[] = [
  { name: 'bilinear', propose: (view) => view.facts.flatMap((fact) => solved(view, fact)).slice(0, 4) },
];
