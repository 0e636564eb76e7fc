/** Tactics that carry a fact over from one structure to another that is built on it. */
import type { Goal, Hypothesis } from '../../data/goal.ts';

/** Propositions whose one constructor is no field to go on with. */
const logical = new Set(['Eq', 'HEq', 'And', 'Iff', 'Exists', 'True', 'Nonempty']);

/** Classes of operations: their instances may be implicit arguments, too, and are no objects then either. */
const classes = new Set(['BEq', 'Hashable', 'Ord', 'Inhabited', 'Monad']);

const isObject = ({ isProp, isInstance, head, constructors }: Hypothesis): boolean =>
  !isProp && !isInstance && constructors.length === 1 && !classes.has(head);

/** A fact that wraps another: a structure with it as its field. */
const unwrapped = ({ name, head, constructors }: Hypothesis): string =>
  constructors.length === 1 && !logical.has(head) ? `${name}.1` : name;

const call = (theorem: string, args: readonly string[]): string => [theorem, ...args, '..'].join(' ');

/** The theorem as it is: whether that elaborates says whether Lean knows it here. */
export const plainTransfer = (theorem: string): string => `exact ${call(theorem, [])}`;

/**
 * Ways to close the goal with the theorem beyond the plain one: with the hypotheses as arguments, with the proofs that the
 * variables carry in their second field, with the facts that hypotheses wrap, under the quotient, and by rewriting.
 */
export function transfers({ hypotheses }: Goal, theorem: string): readonly string[] {
  const facts = hypotheses.filter(({ isProp, isInstance }) => isProp && !isInstance);
  const objects = hypotheses.filter(isObject);
  const names = facts.map(({ name }) => name);
  const fields = objects.map(({ name }) => `${name}.2`);
  const [first, second] = objects;
  const tactics = [
    ...(facts.length > 0 ? [`exact ${call(theorem, names)}`, `apply ${theorem} <;> assumption`] : []),
    ...(facts.length > 0 ? [`exact ${call(theorem, facts.map(unwrapped))}`] : []),
    ...(objects.length > 0 ? [`exact ${call(theorem, [...fields, ...names])}`] : []),
    ...(objects.length > 1 ? [`exact ${call(theorem, [...fields.slice(0, 1), ...names])}`] : []),
    ...(first !== undefined ? [`exact ${first.name}.inductionOn fun _ => ${call(theorem, names)}`] : []),
    ...(first !== undefined && second !== undefined
      ? [`exact ${first.name}.inductionOn₂ ${second.name} fun _ _ => ${call(theorem, names)}`]
      : []),
    `simpa using ${call(theorem, [])}`,
    `simp [${theorem}]`,
    ...(first !== undefined ? [`unhygienic cases ${first.name} <;> simp [${theorem}]`] : []),
  ];
  return [...new Set(tactics)].filter((tactic) => tactic !== plainTransfer(theorem));
}

/** Tactics that go over to another type by an injection, such as from words to bit vectors by `UInt8.toBitVec_inj`. */
export const throughInjection = (theorem: string): readonly string[] => [
  `simp [← ${theorem}]`,
  `apply ${theorem}.1; simp`,
];
