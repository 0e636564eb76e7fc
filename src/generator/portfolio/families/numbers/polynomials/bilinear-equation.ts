/** Equations that are linear in each of two powers of variables, and their solutions among integers. */
import { commonDivisor } from '../sequences/rational.ts';
import { factorsOf, type Polynomial } from './polynomial.ts';

/** `a * X * Y + b * X + c * Y = d`, where `X` and `Y` are powers of variables. */
export interface Bilinear {
  readonly first: string;
  readonly second: string;
  readonly a: bigint;
  readonly b: bigint;
  readonly c: bigint;
  readonly d: bigint;
}

/** `x` or `x ^ 2`, where a monomial is a power of a variable. */
function power(monomial: string): string | undefined {
  const factors = factorsOf(monomial);
  const [name] = factors;
  if (name === undefined || factors.some((factor) => factor !== name)) return undefined;
  return factors.length === 1 ? name : `${name} ^ ${factors.length}`;
}

/** The two powers that a monomial is the product of. */
function split(monomial: string): readonly [string, string] | undefined {
  const names = [...new Set(factorsOf(monomial))];
  const [first, second] = names.map((name) =>
    factorsOf(monomial)
      .filter((factor) => factor === name)
      .join('*'),
  );
  return first === undefined || second === undefined || names.length !== 2 ? undefined : [first, second];
}

export function bilinear(equation: Polynomial): Bilinear | undefined {
  const mixed = [...equation.keys()].filter((monomial) => new Set(factorsOf(monomial)).size > 1);
  const [product] = mixed;
  const factors = product === undefined ? undefined : split(product);
  if (product === undefined || mixed.length > 1 || factors === undefined) return undefined;
  const known = new Set([product, ...factors, '']);
  if ([...equation.keys()].some((monomial) => !known.has(monomial))) return undefined;
  const of = (monomial: string): bigint => equation.get(monomial) ?? 0n;
  const sign = of(product) < 0n ? -1n : 1n;
  const [first, second] = factors.map(power);
  if (first === undefined || second === undefined) return undefined;
  return {
    first,
    second,
    a: sign * of(product),
    b: sign * of(factors[0]),
    c: sign * of(factors[1]),
    d: -sign * of(''),
  };
}

export interface Solution {
  readonly first: bigint;
  readonly second: bigint;
}

/** Integers that solve the equation, found from the divisors of its product. */
export function solutions({ a, b, c }: Bilinear, product: bigint, divisors: readonly bigint[]): readonly Solution[] {
  const shared = commonDivisor(a, b);
  const [scale, rest] = [a / shared, b / shared];
  return divisors
    .flatMap((divisor) => [divisor, -divisor])
    .filter((divisor) => (divisor - c) % a === 0n && (product / divisor - rest) % scale === 0n)
    .map((divisor) => ({ first: (divisor - c) / a, second: (product / divisor - rest) / scale }));
}
