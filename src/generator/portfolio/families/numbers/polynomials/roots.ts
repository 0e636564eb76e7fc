/** Polynomials in one variable, divided by the factors of their roots. */
import { factorsOf, type Polynomial } from './polynomial.ts';

/** By degree, the constant first. */
type Coefficients = readonly bigint[];

export function coefficients(polynomial: Polynomial, variable: string): Coefficients {
  const found: bigint[] = [];
  for (const [monomial, coefficient] of polynomial) {
    const factors = factorsOf(monomial);
    if (factors.every((factor) => factor === variable)) found[factors.length] = coefficient;
  }
  return Array.from(found, (coefficient: bigint | undefined) => coefficient ?? 0n);
}

/** Horner's scheme, from the highest degree down: the quotient by `x - root`, and what remains. */
function divided(polynomial: Coefficients, root: bigint): { readonly quotient: Coefficients; readonly rest: bigint } {
  const values: bigint[] = [];
  for (const coefficient of polynomial.toReversed()) values.push((values.at(-1) ?? 0n) * root + coefficient);
  return { quotient: values.slice(0, -1).toReversed(), rest: values.at(-1) ?? 0n };
}

/** The polynomial without the factors of its roots, however often each is one. */
export function withoutRoots(polynomial: Coefficients, roots: readonly bigint[]): Coefficients {
  let rest = polynomial;
  for (const root of roots)
    for (let next = divided(rest, root); rest.length > 1 && next.rest === 0n; next = divided(rest, root))
      rest = next.quotient;
  return rest;
}

/** `a * x ^ 2 + b * x + c` that has no root, and what is squared in `(2 * a * x + b) ^ 2 + (4 * a * c - b ^ 2)`. */
export function asPositive(
  polynomial: Coefficients,
  term: string,
): { readonly polynomial: string; readonly root: string } | undefined {
  const [c = 0n, b = 0n, a = 0n] = polynomial;
  if (polynomial.length !== 3 || b * b - 4n * a * c >= 0n) return undefined;
  return { polynomial: `(${a} * ${term} ^ 2 + ${b} * ${term} + ${c})`, root: `${2n * a} * ${term} + ${b}` };
}
