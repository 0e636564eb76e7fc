/** Nonlinear inequalities: squares and products of what is known, multiplied out and added up by `grind`. */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import { argument, operands } from '../../term/walk.ts';
import type { Fact, GoalView } from '../../view.ts';
import { uses } from './numbers.ts';

const numberTypes = new Set(['Int', 'Rat']);
const mostPairs = 6;

const pairs = <T>(items: readonly T[]): readonly (readonly [T, T])[] =>
  items.flatMap((first, index) => items.slice(index).map((second) => [first, second] as const));

/** What a fact says is not negative, as a term. */
function difference({ type }: Fact): string | undefined {
  const sides = operands(type, '<', '≤', '>', '≥');
  if (sides === undefined) return undefined;
  const [less, more] = type.head === '>' || type.head === '≥' ? [sides[1], sides[0]] : sides;
  return less.text === '0' ? more.text : `${argument(more)} - ${argument(less)}`;
}

const squareOf = (term: string): string => `Lean.Grind.OrderedRing.sq_nonneg (a := ${term})`;

/** Squares of variables and of their differences and sums; products of what the facts say is not negative. */
function known(view: GoalView): { readonly squares: readonly string[]; readonly products: readonly string[] } {
  const names = view.variables
    .filter(({ type }) => numberTypes.has(type))
    .map(({ name }) => name)
    .slice(0, 3);
  const different = pairs(names).filter(([a, b]) => a !== b);
  const squares = [
    ...different.map(([a, b]) => squareOf(`${a} - ${b}`)),
    ...names.map(squareOf),
    ...different.map(([a, b]) => squareOf(`${a} + ${b}`)),
  ];
  const positive = view.facts.flatMap((fact) => difference(fact) ?? []).slice(0, 3);
  const shown = (term: string): string => `(show 0 ≤ ${term} by grind)`;
  const products = pairs(positive).map(([a, b]) => `Lean.Grind.OrderedRing.mul_nonneg ${shown(a)} ${shown(b)}`);
  return { squares, products };
}

function withFacts(view: GoalView, facts: readonly string[]): readonly string[] {
  if (facts.length === 0) return [];
  const names = new NameSource(view.taken);
  return [[...facts.map((fact) => `have ${names.next('hp')} := ${fact}`), 'grind'].join('\n')];
}

const isNonlinear = (view: GoalView): boolean =>
  uses(view, 'HMul.hMul') || uses(view, 'HPow.hPow') || uses(view, 'HDiv.hDiv');

const isOrder = ({ goal, target }: GoalView): boolean =>
  ['LE.le', 'LT.lt', 'GE.ge', 'GT.gt', 'False'].includes(goal.head) || operands(target, '=', '≠') !== undefined;

export const nonlinear: readonly Family[] = [
  {
    name: 'nonlinear-squares',
    propose: (view) =>
      isNonlinear(view) && isOrder(view) ? withFacts(view, known(view).squares.slice(0, mostPairs)) : [],
  },
  {
    name: 'nonlinear-products',
    propose: (view) => {
      if (!isNonlinear(view) || !isOrder(view)) return [];
      const { squares, products } = known(view);
      if (products.length === 0) return [];
      return [
        ...withFacts(view, products.slice(0, mostPairs)),
        ...(squares.length === 0 ? [] : withFacts(view, [...products.slice(0, 3), ...squares.slice(0, 3)])),
      ];
    },
  },
  {
    // Natural numbers: both sides of orders multiplied with each other.
    name: 'nonlinear-naturals',
    propose: (view) => {
      if (!isNonlinear(view) || !isOrder(view) || !view.variables.some(({ type }) => type === 'Nat')) return [];
      const orders = view.facts.filter(({ type }) => operands(type, '<', '≤') !== undefined).slice(0, 3);
      return withFacts(
        view,
        pairs(orders).map(([a, b]) => `Nat.mul_le_mul ${a.name} ${b.name}`),
      );
    },
  },
];
