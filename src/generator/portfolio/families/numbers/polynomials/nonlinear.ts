/** Nonlinear inequalities: squares and products of what is known, multiplied out and added up by `grind`. */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import { argument, atoms, operands } from '../../../term/walk.ts';
import type { Fact, GoalView } from '../../../view.ts';
import { statedText, uses } from '../numbers.ts';

type NumberType = 'Int' | 'Rat';

/** Something that a fact says is positive, or not negative. */
interface Positive {
  readonly term: string;
  readonly isStrict: boolean;
  readonly type: NumberType;
}

const mostPairs = 6;
const mostFacts = 4;

const pairs = <T>(items: readonly T[]): readonly (readonly [T, T])[] =>
  items.flatMap((first, index) => items.slice(index).map((second) => [first, second] as const));

const differentPairs = (items: readonly string[]): readonly (readonly [string, string])[] =>
  pairs(items).filter(([a, b]) => a !== b);

const numberType = (view: GoalView, name: string): NumberType | undefined => {
  const type = view.variables.find((variable) => variable.name === name)?.type;
  return type === 'Int' || type === 'Rat' ? type : undefined;
};

function positives(view: GoalView): readonly Positive[] {
  return view.facts
    .flatMap(({ type: fact }): readonly Positive[] => {
      const sides = operands(fact, '<', '≤', '>', '≥');
      const type = [...atoms(fact)].map((name) => numberType(view, name)).find((found) => found !== undefined);
      if (sides === undefined || type === undefined) return [];
      const [less, more] = fact.head === '>' || fact.head === '≥' ? [sides[1], sides[0]] : sides;
      const term = less.text === '0' ? more.text : `${argument(more)} - ${argument(less)}`;
      return [{ term, isStrict: fact.head === '<' || fact.head === '>', type }];
    })
    .slice(0, mostFacts);
}

const squareOf = (term: string): string => `Lean.Grind.OrderedRing.sq_nonneg (a := ${term})`;

/** Linear over the integers, `omega` says it at once; `grind` would look at all the context each time. */
const shown = ({ term, type, isStrict }: Positive, strictly: boolean): string =>
  `(show 0 ${strictly && isStrict ? '<' : '≤'} ${term} by first | assumption | ${type === 'Int' ? 'omega' : 'grind'})`;

/** Two that are positive have a positive product. */
function product([a, b]: readonly [Positive, Positive]): readonly string[] {
  if (a.type !== b.type) return [];
  const isStrict = a.isStrict && b.isStrict;
  return [`${a.type}.mul_${isStrict ? 'pos' : 'nonneg'} ${shown(a, isStrict)} ${shown(b, isStrict)}`];
}

const numberNames = (view: GoalView): readonly string[] =>
  view.variables.filter(({ name }) => numberType(view, name) !== undefined).map(({ name }) => name);

/** Squares of variables and of their differences and sums. */
function squares(names: readonly string[]): readonly string[] {
  const different = differentPairs(names);
  return [
    ...different.map(([a, b]) => squareOf(`${a} - ${b}`)),
    ...names.map(squareOf),
    ...different.map(([a, b]) => squareOf(`${a} + ${b}`)),
  ];
}

/** What Cauchy and Lagrange use: squares of differences of products of four variables. */
function determinants(names: readonly string[]): readonly string[] {
  const [a, b, c, d] = names;
  if (d === undefined || names.length > 4) return [];
  const of = (...[p, q, r, s]: readonly (string | undefined)[]): string => squareOf(`${p} * ${q} - ${r} * ${s}`);
  return [of(a, d, b, c), of(a, c, b, d), of(a, b, c, d)];
}

/** A variable less the numerals that complete squares: those of the goal, and their halves. */
function completed(view: GoalView, names: readonly string[]): readonly string[] {
  const numerals = [...new Set(statedText(view).match(/(?<![\p{L}\p{N}_.^])\d{1,3}(?![\p{N}.])/gu) ?? [])].map(Number);
  const halves = numerals.filter((number) => number % 2 === 0).map((number) => number / 2);
  const centres = [...new Set([...halves, ...numerals, 1])].filter((number) => number > 0);
  return names.flatMap((name) =>
    centres.flatMap((centre) => [`${name} - ${centre}`, `${name} + ${centre}`].map(squareOf)),
  );
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

const whereNonlinear = (name: string, propose: Family['propose']): Family => ({
  name,
  propose: (view) => (isNonlinear(view) && isOrder(view) ? propose(view) : []),
});

const isOrderFact = ({ type }: Fact): boolean => operands(type, '<', '≤') !== undefined;

export const nonlinear: readonly Family[] = [
  whereNonlinear('nonlinear-squares', (view) =>
    withFacts(view, squares(numberNames(view).slice(0, 3)).slice(0, mostPairs)),
  ),
  whereNonlinear('nonlinear-products', (view) => {
    const found = positives(view);
    const ordered = pairs(found).toSorted(([a, b], [c, d]) => Number(a === b) - Number(c === d));
    const products = ordered.flatMap(product);
    const known = squares(numberNames(view).slice(0, 3));
    return [
      ...withFacts(view, products),
      ...(products.length === 0 || known.length === 0
        ? []
        : withFacts(view, [...products.slice(0, 3), ...known.slice(0, 3)])),
    ];
  }),
  // Squares times what is known to be positive: cubic inequalities.
  whereNonlinear('nonlinear-weighted-squares', (view) => {
    if (operands(view.target, '<', '≤', '>', '≥') === undefined) return [];
    const different = differentPairs(numberNames(view).slice(0, 3));
    const facts = positives(view)
      .slice(0, 3)
      .flatMap((positive) =>
        different.map(
          ([a, b]) => `Lean.Grind.OrderedRing.mul_nonneg ${shown(positive, false)} (${squareOf(`${a} - ${b}`)})`,
        ),
      );
    return withFacts(view, facts);
  }),
  whereNonlinear('nonlinear-further-squares', (view) => {
    if (operands(view.target, '<', '≤', '>', '≥') === undefined) return [];
    const names = numberNames(view);
    return [
      ...withFacts(view, determinants(names)),
      ...(names.length > 2 ? [] : withFacts(view, completed(view, names).slice(0, mostPairs))),
    ];
  }),
  // Natural numbers: both sides of orders multiplied with each other.
  whereNonlinear('nonlinear-naturals', (view) => {
    if (!view.variables.some(({ type }) => type === 'Nat')) return [];
    const orders = view.facts.filter(isOrderFact).slice(0, 3);
    return withFacts(
      view,
      pairs(orders).map(([a, b]) => `Nat.mul_le_mul ${a.name} ${b.name}`),
    );
  }),
  // Natural numbers: the greater of two is the other and something more, which multiplies out into positive terms only.
  whereNonlinear('nonlinear-by-difference', (view) => {
    if (operands(view.target, '<', '≤', '>', '≥') === undefined) return [];
    const naturals = view.variables.filter(({ type, name }) => type === 'Nat' && view.occurrences.has(name));
    const names = new NameSource(view.taken);
    const [order, rest] = [names.next('hl'), names.next('d')];
    return differentPairs(naturals.map(({ name }) => name).slice(0, 3))
      .slice(0, 2)
      .map(
        ([a, b]) =>
          `rcases Nat.le_total ${a} ${b} with ${order} | ${order} <;> obtain ⟨${rest}, rfl⟩ := Nat.exists_eq_add_of_le ${order} <;> grind`,
      );
  }),
];
