/**
 * Theory exploration in one tactic: everything that the schemas conjecture about a goal's functions is tested on small values, what
 * passes is proved by induction with the help of what was proved before it, and the goal is closed with all of it. Where one lemma does
 * not suffice, or a lemma needs another, no step of a search would show that it is on the way.
 *
 * After K. Claessen, M. Johansson, D. Rosén, N. Smallbone, Automating inductive proofs using theory exploration, CADE 2013.
 */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import { isWritable } from '../../../term/walk.ts';
import type { GoalView } from '../../../view.ts';
import { inductionVariables } from '../induction.ts';
import { grindable } from '../unfolding.ts';
import { apart, statement, vocabularyOf, waysToProve } from './conjectures.ts';
import { allConjectures, type Theory } from './further-schemas.ts';
import { type Elements, groundValue } from './ground-values.ts';
import type { Conjecture, Vocabulary } from './schemas.ts';
import { type Signature, signaturesOf } from './signatures.ts';

/** Sizes of the values that a conjecture is tested on, by its variables in order. */
const testSizes: readonly (readonly number[])[] = [
  [2, 1, 3, 0, 2],
  [0, 2, 1, 2, 1],
];

/** Sizes of elements: larger ones make larger terms, not better tests. */
const mostSizes = 4;

/** A proof of the conjecture about some values, or `undefined` where no values of its types can be written. */
function test(conjecture: Conjecture, { goal }: GoalView): string | undefined {
  const elements: string[] = [];
  let size = 0;
  const source: Elements = {
    element: (type) => {
      const name = `e${elements.length}`;
      elements.push(`(${name} : ${type})`);
      return name;
    },
    size: () => size++ % mostSizes,
  };
  const claims = testSizes.map((sizes) => {
    const values = conjecture.variables.map(({ type }, index) =>
      groundValue(type, sizes[index] ?? 1, goal.definitions ?? [], source),
    );
    if (values.includes(undefined)) return undefined;
    return conjecture.at(values.map((value, index) => `(${value} : ${conjecture.variables[index]!.type})`));
  });
  if (claims.includes(undefined)) return undefined;
  const quantified = elements.length === 0 ? '' : `∀ ${elements.join(' ')}, `;
  return `have : ${quantified}${claims.map((claim) => `(${claim})`).join(' ∧ ')} := (by intros; exact ⟨rfl, rfl⟩)`;
}

/** What is left of a lemma where the last of several arguments is the simplest value: what a goal asks is often this case of what is true. */
function specialised(
  { variables }: Conjecture,
  name: string,
  special: string,
  simplifier: string,
  { base }: Vocabulary,
): readonly string[] {
  const last = variables.at(-1);
  const zero = last === undefined ? undefined : base(last.type);
  const others = variables.slice(0, -1).map((variable) => variable.name);
  if (zero === undefined || others.length === 0) return [];
  const given = others.join(' ');
  return [`try (have ${special} := fun ${given} => ${name} ${given} ${zero}; ${simplifier} at ${special})`];
}

/** One conjecture a line; what is false is given up at its test, and what is not proved is left out. */
function explored(
  view: GoalView,
  vocabulary: Vocabulary,
  conjectures: readonly Conjecture[],
  functions: readonly string[],
): readonly string[] {
  const names = new NameSource(view.taken);
  // The simplifier by itself leaves the hypothesis of the induction as it is, which commutativity would turn into what no longer fits.
  const closers = [`simp [${[...functions, '*'].join(', ')}]`, `simp_all [${functions.join(', ')}]`];
  return conjectures.flatMap((conjecture) => {
    const name = names.next('aux');
    const tested = test(conjecture, view);
    if (tested === undefined) return [];
    const proof = [...waysToProve(conjecture, view, closers), ...apart(conjecture, view, closers[0]!)].join(' | ');
    const variables = conjecture.variables.map(({ name }) => name).join(' ');
    return [
      `try (have ${name} : ${statement(conjecture)} := by ${tested}; clear this; intro ${variables}; first | ${proof})`,
      ...specialised(conjecture, name, names.next('special'), closers[0]!, vocabulary),
    ];
  });
}

/** How many conjectures are tried in a tactic: a few first, then more. */
const rounds = [16, 40];

/** Two lemmas the same way round and the other way are one to the simplifier. */
function distinct(conjectures: readonly Conjecture[]): readonly Conjecture[] {
  const seen = new Set<string>();
  return conjectures.filter(({ equation }) => {
    const [left, right] = equation.split(' = ');
    if (!isWritable(equation) || left === right || seen.has(equation)) return false;
    seen.add(equation);
    seen.add(`${right} = ${left}`);
    return true;
  });
}

/** Each function after those that it is made of. */
function theoryOf(signatures: readonly Signature[], view: GoalView): Theory {
  const uses = new Map(view.goal.definitions?.map((definition) => [definition.name, definition.uses]));
  const below = (name: string, found: Set<string> = new Set()): ReadonlySet<string> => {
    for (const used of uses.get(name) ?? []) if (!found.has(used)) below(used, found.add(used));
    return found;
  };
  const ordered: Signature[] = [];
  const place = (signature: Signature): void => {
    const parts = below(signature.name);
    for (const other of signatures)
      if (parts.has(other.name) && !below(other.name).has(signature.name) && !ordered.includes(other)) place(other);
    if (!ordered.includes(signature)) ordered.push(signature);
  };
  for (const signature of signatures) place(signature);
  return {
    vocabulary: vocabularyOf(view, ordered),
    isMadeOf: (outer, inner) => outer !== inner && below(outer.name).has(inner.name),
  };
}

/** Functions that are unfolded in proofs of lemmas. */
const mostFunctions = 10;

export const exploring: readonly Family[] = [
  {
    name: 'explore',
    propose: (view) => {
      const { inGoal, behind } = signaturesOf(view);
      const theory = theoryOf([...inGoal, ...behind], view);
      const conjectures = distinct(allConjectures(theory));
      const made = behind.filter(({ isConstructor }) => !isConstructor).map(({ name }) => name);
      const functions = [...new Set([...grindable(view.own), ...made])].slice(0, mostFunctions);
      // Facts would take part in every proof, and some make the simplifier run in circles.
      const facts = view.facts
        .map(({ name }) => name)
        .toReversed()
        .join(' ');
      const [aside, back] = facts === '' ? [[], []] : [[`revert ${facts}`], [`intro ${facts}`]];
      const close = `(simp [${[...functions, '*'].join(', ')}]; done)`;
      const [variable] = inductionVariables(view);
      const ways = [
        close,
        ...(variable === undefined ? [] : [`(unhygienic induction ${variable.name} <;> ${close})`]),
        'skip',
      ];
      return rounds
        .filter((_, round) => conjectures.length > (rounds[round - 1] ?? 1))
        .map((most) => explored(view, theory.vocabulary, conjectures.slice(0, most), functions))
        .filter((lines) => lines.length > 0)
        .map((lines) => [...aside, ...lines, ...back, `first | ${ways.join(' | ')}`].join('\n'));
    },
  },
];
