/** Statements about natural numbers, evaluated. */
import type { Term } from '../../../term/term.ts';
import { operands } from '../../../term/walk.ts';
import { evaluateOver, type Rational, rational } from '../sequences/rational.ts';

/** A predicate that a fact defines by `∀ x, P x ↔ body`. */
export interface Predicate {
  readonly variable: string;
  readonly body: Term;
}

type Values = ReadonlyMap<string, Rational>;

function compared(operator: string, left: Rational, right: Rational): boolean | undefined {
  const difference = left.num * right.den - right.num * left.den;
  switch (operator) {
    case '=':
      return difference === 0n;
    case '≠':
      return difference !== 0n;
    case '<':
      return difference < 0n;
    case '≤':
      return difference <= 0n;
    case '>':
      return difference > 0n;
    case '≥':
      return difference >= 0n;
    case '∣':
      return left.num === 0n ? right.num === 0n : right.num % left.num === 0n;
    default:
      return undefined;
  }
}

/** Is it true where its variables have these values? `undefined` where it says anything else than arithmetic. */
export function isTrue(term: Term, values: Values, predicates: ReadonlyMap<string, Predicate>): boolean | undefined {
  const [first, second] = term.parts;
  if (term.kind === 'application') {
    const known = predicates.get(term.head);
    const value = first && evaluateOver(first, values, 'Nat');
    if (known === undefined || value === undefined || term.parts.length !== 1) return undefined;
    return isTrue(known.body, new Map([...values, [known.variable, value]]), predicates);
  }
  if (term.kind !== 'operator' || first === undefined) return undefined;
  if (['∧', '∨', '¬', '→'].includes(term.head)) {
    const left = isTrue(first, values, predicates);
    const right = second && isTrue(second, values, predicates);
    if (left === undefined || (second !== undefined && right === undefined)) return undefined;
    if (term.head === '¬') return !left;
    return term.head === '∧' ? left && right : term.head === '∨' ? left || right : !left || right;
  }
  const sides = operands(term, term.head)?.map((side) => evaluateOver(side, values, 'Nat'));
  const [left, right] = sides ?? [];
  return left === undefined || right === undefined ? undefined : compared(term.head, left, right);
}

/** The first of these numbers that satisfies it; `undefined` where none does, or where it cannot be evaluated. */
export function firstTrue(
  numbers: Iterable<number>,
  variable: string,
  condition: Term,
  values: Values,
  predicates: ReadonlyMap<string, Predicate>,
): number | undefined {
  for (const number of numbers) {
    const truth = isTrue(condition, new Map([...values, [variable, rational(BigInt(number))]]), predicates);
    if (truth === undefined) return undefined;
    if (truth) return number;
  }
  return undefined;
}
