/** Terms of integer arithmetic, evaluated as far as they are sums, products, differences and powers. */
import type { Term } from '../../term/term.ts';
import { operands } from '../../term/walk.ts';

/** Larger powers are nothing that a statement is about, and would take long: a power of a power of a power grows beyond all memory. */
const largestExponent = 12n;
const largestBase = 2n ** 64n;

/** The value of a term where its variables have these values; `undefined` where it holds anything else. */
export function evaluate(term: Term, values: ReadonlyMap<string, bigint>): bigint | undefined {
  if (term.kind === 'atom') return /^\d+$/.test(term.text) ? BigInt(term.text) : values.get(term.text);
  if (term.kind !== 'operator') return undefined;
  const [first, second] = term.parts.map((part) => evaluate(part, values));
  if (first === undefined) return undefined;
  if (term.parts.length === 1) return term.head === '-' ? -first : term.head === '↑' ? first : undefined;
  if (second === undefined) return undefined;
  if (term.head === '+') return first + second;
  if (term.head === '-') return first - second;
  if (term.head === '*') return first * second;
  const isSmall = second >= 0n && second <= largestExponent && first <= largestBase && first >= -largestBase;
  return term.head === '^' && isSmall ? first ** second : undefined;
}

const range = 60n;

/** Where an equation of a single variable holds, among the integers near 0; `undefined` where it cannot be evaluated. */
export function smallRoots(equation: Term, variable: string): readonly bigint[] | undefined {
  const sides = operands(equation, '=');
  if (sides === undefined) return undefined;
  const roots: bigint[] = [];
  for (let value = -range; value <= range; value++) {
    const values = new Map([[variable, value]]);
    const [left, right] = sides.map((side) => evaluate(side, values));
    if (left === undefined || right === undefined) return undefined;
    if (left === right) roots.push(value);
  }
  return roots;
}
