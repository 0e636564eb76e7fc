import type { TheoremContext } from '../../contracts/generator.ts';
import type { Goal, Hypothesis } from '../../data/goal.ts';
import type { Premise } from '../../data/premise.ts';
import { stepEquations } from './equations.ts';
import type { LibraryNames } from './library-names.ts';
import { type OwnConstants, ownConstants, sameName } from './own-constants.ts';
import { readTerm, type Term } from './term/term.ts';
import { atoms, closedSubterms, isWritable } from './term/walk.ts';

/** A hypothesis that is a proposition and has a name that can be written. */
export interface Fact {
  readonly name: string;
  readonly head: string;
  readonly constructors: readonly string[];
  readonly type: Term;
}

/** A goal with what the families of tactics look for in it. */
export interface GoalView {
  readonly goal: Goal;
  readonly target: Term;
  /** Newest first. */
  readonly facts: readonly Fact[];
  /** Variables that are neither propositions, instances nor types, with names that can be written; oldest first. */
  readonly variables: readonly Hypothesis[];
  /** Names of all hypotheses. */
  readonly taken: ReadonlySet<string>;
  /** Constants of the goal that the file itself defines. */
  readonly own: OwnConstants;
  /** Those come with Lean, from modules that are not `Init`. */
  readonly ownComesWithLean: boolean;
  /** Theorems of the library that unfold its functions in the goal by one step. */
  readonly equations: readonly string[];
  /** Closed subterms of the target, from the outside in; no text twice. */
  readonly targetSubterms: readonly Term[];
  /** The same, then those of the facts. */
  readonly subterms: readonly Term[];
  /** How often each name occurs in the target. */
  readonly occurrences: ReadonlyMap<string, number>;
  /** How many hypotheses that are no instances have a name that cannot be written. */
  readonly hidden: number;
  /** Theorems of the same file, nearest first; full names. */
  readonly localTheorems: readonly string[];
  /** Theorems and definitions that may help, likeliest first. */
  readonly premises: readonly Premise[];
}

export function viewGoal(
  goal: Goal,
  { name, localTheorems }: Pick<TheoremContext, 'name' | 'localTheorems'>,
  library: LibraryNames,
  premises: readonly Premise[] = [],
): GoalView {
  const taken = new Set(goal.hypotheses.map(({ name }) => name));
  const isConstant = (printed: string): boolean => goal.constants.some((constant) => sameName(constant, printed));
  const functionOf = (field: string): string | undefined => {
    const [only, ...others] = goal.constants.filter(
      (name) => name.endsWith(`.${field}`) && !library.constants.has(name),
    );
    return others.length === 0 ? only : undefined;
  };
  const scope = { locals: taken, isConstant, functionOf };
  const target = readTerm(goal.target, scope);
  const named = goal.hypotheses.filter(({ name }) => isWritable(name));
  const facts = named
    .filter(({ isProp }) => isProp)
    .map(({ name, head, constructors, type }) => ({ name, head, constructors, type: readTerm(type, scope) }))
    .toReversed();
  const targetSubterms = distinct([...closedSubterms(target)]);
  const own = ownConstants(goal, target, library, new Set([name, ...localTheorems].map(namespaceOf)));
  const occurrences = new Map<string, number>();
  for (const name of atoms(target)) occurrences.set(name, (occurrences.get(name) ?? 0) + 1);
  return {
    goal,
    target,
    facts,
    variables: named.filter(({ isProp, isInstance, head }) => !isProp && !isInstance && head !== 'Sort'),
    taken,
    own,
    ownComesWithLean: [...own.functions, ...own.predicates].every((constant) => library.beyond.has(constant)),
    equations: stepEquations(goal, library),
    targetSubterms,
    subterms: distinct([...targetSubterms, ...facts.flatMap(({ type }) => [...closedSubterms(type)])]),
    occurrences,
    hidden: goal.hypotheses.filter(({ name, isInstance }) => !isInstance && !isWritable(name)).length,
    localTheorems: localTheorems.toReversed(),
    premises,
  };
}

/** What several families want to know of the same goal is worked out once. */
export function oncePerView<T extends object>(compute: (view: GoalView) => T): (view: GoalView) => T {
  const known = new WeakMap<GoalView, T>();
  return (view) => {
    const found = known.get(view) ?? compute(view);
    known.set(view, found);
    return found;
  };
}

/** Is the target nothing but an application of the file's own predicate? */
export const isSealed = ({ target, own }: GoalView): boolean =>
  target.kind === 'application' && own.predicates.some((name) => sameName(name, target.head));

const namespaceOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('.')));

function distinct(terms: readonly Term[]): readonly Term[] {
  const seen = new Set<string>();
  return terms.filter(({ text }) => {
    if (seen.has(text) || !isWritable(text)) return false;
    seen.add(text);
    return true;
  });
}
