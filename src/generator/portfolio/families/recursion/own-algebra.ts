/**
 * Arithmetic of a type that the file itself defines: the file's theorems as rules, its operations known to be associative
 * and commutative where the file has proved that, and both after an induction or behind a witness, in one tactic. What is
 * left after such a step alone is rarely what a search comes to.
 */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import { lastPart } from '../../own-constants.ts';
import { atoms, operands } from '../../term/walk.ts';
import type { Fact, GoalView } from '../../view.ts';
import { ruleLists } from '../theorems/rules.ts';
import { inductionVariables } from './induction.ts';

const libraryTypes = /^(?:Nat|Int|Rat|Fin|BitVec|List|Array|String|Char|Bool|Option|Prod)$/;

/** The type of the file that the goal is about. */
const ownType = ({ variables }: GoalView): string | undefined =>
  variables.find(
    ({ head, constructors, type }) => constructors.length > 0 && !libraryTypes.test(head) && !/ /.test(type),
  )?.head;

const operations = { add: '+', mul: '*', append: '++' } as const;

/** Instances by which `ac_rfl` knows the operations of the type. */
function instances({ localTheorems }: GoalView, type: string): readonly string[] {
  const named = (name: string): string | undefined => localTheorems.find((theorem) => lastPart(theorem) === name);
  return Object.entries(operations).flatMap(([word, symbol]) => {
    const [associative, commutative] = [named(`${word}_assoc`), named(`${word}_comm`)];
    if (associative === undefined) return [];
    const instance = (kind: string, theorem: string): string =>
      `haveI : Std.${kind} (α := ${type}) (· ${symbol} ·) := ⟨${theorem}⟩`;
    return [
      instance('Associative', associative),
      ...(commutative === undefined ? [] : [instance('Commutative', commutative)]),
    ];
  });
}

/** Rules of the file, with what is known of the type's constructors. */
function rulesOf(view: GoalView, type: string): readonly string[] {
  const constructors = view.variables.find(({ head }) => head === type)?.constructors ?? [];
  const injective = constructors.slice(1).map((name) => `${type}.${name}.injEq`);
  const distinct = view.localTheorems.filter((theorem) => /^(?:succ_ne_zero|zero_ne_succ)$/.test(lastPart(theorem)));
  return ruleLists(view).map((list) => [list, ...injective, ...distinct, 'reduceCtorEq'].join(', '));
}

/** Closes what rewriting, and then sorting, can close. */
function closing(rules: readonly string[], sorted: boolean): string {
  const ways = rules.flatMap((list) => [
    `(simp_all only [${list}]; done)`,
    ...(sorted ? [`(simp only [*, ${list}] <;> ac_rfl)`] : []),
  ]);
  return `(first | rfl | ${ways.join(' | ')})`;
}

interface Algebra {
  readonly opening: readonly string[];
  readonly close: string;
  /** The same for an equation that a witness leaves: cheaper, since most witnesses are wrong. */
  readonly show: string;
}

function algebra(view: GoalView): Algebra | undefined {
  const type = ownType(view);
  const rules = type === undefined ? [] : rulesOf(view, type);
  if (type === undefined || rules.length === 0) return undefined;
  const opening = instances(view, type);
  const lists = [...new Set([...rules.slice(0, 2), rules.at(-1)!])];
  const sorted = opening.length > 0;
  const shown = [
    ...(sorted ? ['ac_rfl'] : []),
    `(simp only [${rules[0]}]; done)`,
    `(simp only [${rules.at(-1)}] <;> ${sorted ? 'ac_rfl' : 'done'})`,
    `(simp_all only [${rules[0]}]; done)`,
  ];
  return {
    opening,
    close: closing(lists, sorted),
    show: `(first | ${shown.join(' | ')})`,
  };
}

const mostTheorems = 80;

const lines = (...texts: readonly string[]): string => texts.join('\n');

/** Orders and divisibility of the file's type, which are existentials. */
const isOwnOrder = ({ variables }: GoalView, type: Fact['type'], own: string): boolean =>
  operands(type, '≤', '<', '≥', '>', '∣')?.some((side) => {
    const names = new Set(atoms(side));
    return variables.some(({ name, head }) => head === own && names.has(name));
  }) ?? false;

/** Facts taken apart, with an equation for a variable substituted where it is one. */
function opened(
  view: GoalView,
  type: string,
): { readonly steps: readonly string[]; readonly witnesses: readonly string[] } {
  const names = new NameSource(view.taken);
  const facts = view.facts
    .filter((fact) => isOwnOrder(view, fact.type, type))
    .slice(0, 3)
    .toReversed();
  const found = facts.map(({ name }) => ({ name, witness: names.next('w'), equation: names.next('hw') }));
  return {
    steps: [
      ...found.map(({ name, witness, equation }) => `obtain ⟨${witness}, ${equation}⟩ := ${name}`),
      ...(found.length === 0 ? [] : ['try subst_vars']),
    ],
    witnesses: found.map(({ witness }) => witness),
  };
}

/** Terms that may show an order: variables, what the facts gave, and sums and products of them. */
function witnessTerms(view: GoalView, given: readonly string[], type: string): readonly string[] {
  const names = view.variables.filter(({ head }) => head === type).map(({ name }) => name);
  const sums = given.slice(1).map((second) => `${given[0]} + ${second}`);
  const products = given.flatMap((first) => names.map((second) => `${first} * ${second}`));
  return [...sums, ...given, ...names.toReversed(), ...products, '0', '1'].slice(0, 7);
}

export const ownAlgebra: readonly Family[] = [
  {
    name: 'own-algebra',
    propose: (view) => {
      const found = algebra(view);
      return found === undefined || operands(view.target, '=') === undefined
        ? []
        : [lines(...found.opening, found.close)];
    },
  },
  {
    name: 'own-algebra-induction',
    propose: (view) => {
      const found = algebra(view);
      if (found === undefined || operands(view.target, '=') === undefined) return [];
      return inductionVariables(view)
        .slice(0, 3)
        .map(({ name }) => lines(...found.opening, `unhygienic induction ${name} <;> ${found.close}`));
    },
  },
  {
    name: 'own-order-algebra',
    propose: (view) => {
      const type = ownType(view);
      const found = algebra(view);
      if (type === undefined || found === undefined || !isOwnOrder(view, view.target, type)) return [];
      const { steps, witnesses } = opened(view, type);
      const ways = witnessTerms(view, witnesses, type).map((term) => `exact ⟨${term}, by ${found.show}⟩`);
      return [lines(...steps, ...found.opening, `first | exact ⟨_, rfl⟩ | ${ways.join(' | ')}`)];
    },
  },
  {
    // One theorem of the file from the facts, whichever it is: each costs a few milliseconds, and no check.
    name: 'own-theorem-search',
    propose: (view) => {
      const type = ownType(view);
      const theorems = view.localTheorems.slice(0, mostTheorems);
      if (type === undefined || theorems.length === 0) return [];
      const { steps } = opened(view, type);
      const ways = theorems.map((theorem) => `(apply ${theorem} <;> first | assumption | (symm; assumption))`);
      return [lines(...steps, ...(/^[∀→]/u.test(view.goal.head) ? ['intros'] : []), `first | ${ways.join(' | ')}`)];
    },
  },
];
