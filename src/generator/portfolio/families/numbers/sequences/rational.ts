/** Terms of arithmetic over natural, integral or rational numbers, evaluated as Lean evaluates them. */
import type { Term } from '../../../term/term.ts';

export type NumberKind = 'Nat' | 'Int' | 'Rat';

/** In lowest terms, the denominator positive. */
export interface Rational {
  readonly num: bigint;
  readonly den: bigint;
}

/** Larger ones are nothing that a statement is about, and would take long. */
const largestExponent = 64n;
const largestValue = 10n ** 400n;

const size = (a: bigint): bigint => (a < 0n ? -a : a);
export const commonDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? size(a) : commonDivisor(b, a % b));

export const rational = (num: bigint, den = 1n): Rational => {
  const common = commonDivisor(num, den) * (den < 0n ? -1n : 1n);
  return { num: num / common, den: den / common };
};

/** Rounded so that the remainder is not negative. */
const quotient = (a: bigint, b: bigint): bigint => (a - remainder(a, b)) / b;
const remainder = (a: bigint, b: bigint): bigint => ((a % b) + size(b)) % size(b);

function apply(operator: string, a: Rational, b: Rational, kind: NumberKind): Rational | undefined {
  const difference = a.num * b.den - b.num * a.den;
  switch (operator) {
    case '+':
      return rational(a.num * b.den + b.num * a.den, a.den * b.den);
    case '-':
      return kind === 'Nat' && difference < 0n ? rational(0n) : rational(difference, a.den * b.den);
    case '*':
      return rational(a.num * b.num, a.den * b.den);
    case '/':
      if (b.num === 0n) return rational(0n);
      return kind === 'Rat' ? rational(a.num * b.den, a.den * b.num) : rational(quotient(a.num, b.num));
    case '%':
      if (kind === 'Rat') return undefined;
      return b.num === 0n ? a : rational(remainder(a.num, b.num));
    case '^': {
      const isSmall = b.den === 1n && b.num >= 0n && b.num <= largestExponent;
      return isSmall ? { num: a.num ** b.num, den: a.den ** b.num } : undefined;
    }
    default:
      return undefined;
  }
}

/** The value of a term where its variables have these values; `undefined` where it holds anything else. */
export function evaluateOver(
  term: Term,
  values: ReadonlyMap<string, Rational>,
  kind: NumberKind,
): Rational | undefined {
  const known = values.get(term.text);
  if (known !== undefined) return known;
  if (term.kind === 'atom') return /^\d+$/.test(term.text) ? rational(BigInt(term.text)) : undefined;
  if (term.kind !== 'operator') return undefined;
  const [first, second] = term.parts.map((part) => evaluateOver(part, values, kind));
  if (first === undefined) return undefined;
  if (term.parts.length === 1)
    return term.head === '↑' ? first : term.head === '-' ? rational(-first.num, first.den) : undefined;
  const value = second && apply(term.head, first, second, kind);
  return value === undefined || size(value.num) > largestValue || value.den > largestValue ? undefined : value;
}
