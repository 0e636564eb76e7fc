/** Equations that say that a product is zero or a numeral: roots of polynomials, and divisors tried one by one. */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import { argument, atoms, operands } from '../../../term/walk.ts';
import type { GoalView } from '../../../view.ts';
import { smallRoots } from '../evaluation.ts';
import { add, readPolynomial } from './polynomial.ts';
import { asPositive, coefficients, withoutRoots } from './roots.ts';

const mostRoots = 3;
const largestProduct = 400;

const typeOf = ({ variables }: GoalView, name: string): string | undefined =>
  variables.find((variable) => variable.name === name)?.type;

/** A polynomial equation in one variable, written as a product of its roots' factors: one of these is zero. */
function roots(view: GoalView): readonly string[] {
  return view.facts.flatMap(({ name, type: fact }): readonly string[] => {
    const known = [...new Set(atoms(fact))].filter((name) => typeOf(view, name) !== undefined);
    const [variable] = known;
    const type = variable === undefined ? undefined : typeOf(view, variable);
    if (variable === undefined || known.length > 1 || !['Nat', 'Int', 'Rat'].includes(type ?? '')) return [];
    const found = smallRoots(fact, variable);
    if (found === undefined || found.length < 1 || found.length > mostRoots) return [];
    const [left, right] = operands(fact, '=')!.map((side) => readPolynomial(side, type !== 'Nat'));
    const over = type === 'Rat' ? 'Rat' : 'Int';
    const names = new NameSource(view.taken);
    const [zero, cast, square] = [names.next('hf'), names.next('hc'), names.next('hs')];
    const term = `(${variable} : ${over})`;
    const factors = found.map((root) => `(${term} - ${root < 0n ? `(${root})` : root})`);
    const sides = operands(fact, '=')!.map(({ text }) => `((${text} : Nat) : Int)`);
    const inIntegers = type === 'Nat' ? [`  have ${cast} : ${sides.join(' = ')} := by rw [${name}]`] : [];
    const solved = (product: string, known: readonly string[]): string =>
      [
        `have ${zero} : ${product} = 0 := by`,
        ...inIntegers,
        '  grind',
        ...known,
        `simp only [${over}.mul_eq_zero] at ${zero}`,
        'grind',
      ].join('\n');
    const rest = left && right && withoutRoots(coefficients(add(left, right, -1n), variable), found);
    const positive = rest && asPositive(rest, term);
    return [
      // What is left without the roots is a square and something more, and never zero.
      ...(positive === undefined
        ? []
        : [
            solved([...factors, positive.polynomial].join(' * '), [
              `have ${square} := Lean.Grind.OrderedRing.sq_nonneg (a := ${positive.root})`,
            ]),
          ]),
      // A square has its root twice.
      solved((factors.length === 1 ? [factors[0], factors[0]] : factors).join(' * '), []),
    ];
  });
}

/** A product of two terms that is a numeral: the first divides it, so it is one of few numbers. */
function divisors(view: GoalView): readonly string[] {
  return view.facts.flatMap(({ name: fact, type: statement }): readonly string[] => {
    const sides = operands(statement, '=');
    const factors = sides && operands(sides[0], '*');
    const product = Number(sides?.[1].text);
    if (factors === undefined || !Number.isSafeInteger(product) || product < 1 || product > largestProduct) return [];
    const [left, right] = factors.map(argument);
    const names = [...new Set(atoms(factors[0]))]
      .map((name) => typeOf(view, name))
      .filter((type) => type !== undefined);
    const type = names[0];
    if (left === undefined || right === undefined || (type !== 'Nat' && type !== 'Int')) return [];
    const source = new NameSource(view.taken);
    const [divides, value] = [source.next('hd'), source.next('hv')];
    const all = Array.from({ length: product }, (_, index) => index + 1).filter((number) => product % number === 0);
    const start =
      type === 'Nat'
        ? `have ${divides} : ${left} ∣ ${product} := ⟨${right}, ${fact}.symm⟩`
        : `have ${divides} : (${left}).natAbs ∣ ${product} := Int.natAbs_dvd_natAbs.mpr ⟨${right}, ${fact}.symm⟩`;
    const size = type === 'Nat' ? left : `(${left}).natAbs`;
    const values = (term: string): string => all.map((number) => `${term} = ${number}`).join(' ∨ ');
    return [
      [
        start,
        `have ${value} : ${values(size)} :=`,
        `  (by decide : ∀ m < ${product + 1}, m ∣ ${product} → ${values('m')}) _ (Nat.lt_succ_of_le (Nat.le_of_dvd (by decide) ${divides})) ${divides}`,
        `rcases ${value} with ${all.map(() => value).join(' | ')} <;> first | omega | grind`,
      ].join('\n'),
    ];
  });
}

/** A product that is zero has a factor that is. */
function zeroProducts(view: GoalView): readonly string[] {
  return view.facts.flatMap(({ name, type: statement }): readonly string[] => {
    const sides = operands(statement, '=');
    if (sides?.[1].text !== '0' || operands(sides[0], '*') === undefined) return [];
    const types = [...new Set(atoms(statement))].map((atom) => typeOf(view, atom));
    const type = ['Nat', 'Int', 'Rat'].find((candidate) => types.includes(candidate));
    return type === undefined ? [] : [`rcases ${type}.mul_eq_zero.mp ${name} with ${name} | ${name} <;> grind`];
  });
}

export const factoring: readonly Family[] = [
  { name: 'zero-product', propose: (view) => zeroProducts(view).slice(0, 2) },
  { name: 'polynomial-roots', propose: (view) => roots(view).slice(0, 2) },
  { name: 'divisor-cases', propose: (view) => divisors(view).slice(0, 2) },
];
