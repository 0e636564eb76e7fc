/** Terms read as polynomials with integer coefficients over what is no sum, product or power. */
import type { Term } from '../../../term/term.ts';

/** Coefficients by monomial: `x*x*y` with its factors sorted, `''` for the constant. No coefficient is 0. */
export type Polynomial = ReadonlyMap<string, bigint>;

const largestExponent = 8;
const mostMonomials = 40;

export const constant = (value: bigint): Polynomial => new Map(value === 0n ? [] : [['', value]]);

export function add(a: Polynomial, b: Polynomial, factor = 1n): Polynomial {
  const sum = new Map(a);
  for (const [monomial, coefficient] of b) {
    const value = (sum.get(monomial) ?? 0n) + factor * coefficient;
    if (value === 0n) sum.delete(monomial);
    else sum.set(monomial, value);
  }
  return sum;
}

export const factorsOf = (monomial: string): readonly string[] => (monomial === '' ? [] : monomial.split('*'));

function multiply(a: Polynomial, b: Polynomial): Polynomial {
  let product: Polynomial = new Map();
  for (const [first, left] of a)
    for (const [second, right] of b) {
      const monomial = [...factorsOf(first), ...factorsOf(second)].toSorted().join('*');
      product = add(product, new Map([[monomial, left * right]]));
    }
  return product;
}

/**
 * @param differences whether a difference is what it is among integers; among natural numbers it need not be
 * @returns `undefined` where the term is no polynomial, or too long a one
 */
export function readPolynomial(term: Term, differences: boolean): Polynomial | undefined {
  if (term.kind === 'atom') return /^\d+$/.test(term.text) ? constant(BigInt(term.text)) : new Map([[term.text, 1n]]);
  if (term.kind !== 'operator') return undefined;
  const [left, right] = term.parts;
  const first = left && readPolynomial(left, differences);
  if (first === undefined) return undefined;
  if (right === undefined)
    return term.head === '-' ? add(new Map(), first, -1n) : term.head === '↑' ? first : undefined;
  if (term.head === '^') {
    const exponent = Number(right.text);
    if (!Number.isSafeInteger(exponent) || exponent < 0 || exponent > largestExponent) return undefined;
    return limited(Array.from({ length: exponent }, () => first).reduce(multiply, constant(1n)));
  }
  const second = readPolynomial(right, differences);
  if (second === undefined) return undefined;
  if (term.head === '+') return add(first, second);
  if (term.head === '-') return differences ? add(first, second, -1n) : undefined;
  return term.head === '*' ? limited(multiply(first, second)) : undefined;
}

const limited = (polynomial: Polynomial): Polynomial | undefined =>
  polynomial.size > mostMonomials ? undefined : polynomial;
