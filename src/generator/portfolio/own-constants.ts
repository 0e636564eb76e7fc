import type { Definition, Goal } from '../../data/goal.ts';
import type { LibraryNames } from './library-names.ts';
import type { Term } from './term/term.ts';
import { atoms } from './term/walk.ts';

/** Constants of a goal that the library does not know: the file itself defines them. Full names, the target's first. */
export interface OwnConstants {
  /** Functions, by their small letter. */
  readonly functions: readonly string[];
  /** Capitalised names that are neither types nor constructors: predicates, most likely. */
  readonly predicates: readonly string[];
  /** Inductive predicates. */
  readonly relations: readonly string[];
  /** Those of the functions and predicates that `grind` unfolds by itself and refuses to be told about. */
  readonly reducible: ReadonlySet<string>;
}

/** What Lean says that they are, or a guess where nobody has asked it. */
export function ownConstants(
  goal: Goal,
  target: Term,
  library: LibraryNames,
  namespaces: ReadonlySet<string> = new Set(),
): OwnConstants {
  const definitions = goal.definitions?.filter(({ isInGoal }) => isInGoal);
  return definitions === undefined ? guessed(goal, target, library, namespaces) : described(definitions, target);
}

function described(definitions: readonly Definition[], target: Term): OwnConstants {
  const known = definitions.filter(({ name, kind }) => kind === 'definition' && !generated.test(name));
  const names = (wanted: (definition: Definition) => boolean): readonly string[] =>
    targetFirst(known.filter(wanted), target);
  return {
    functions: names(({ result }) => result !== 'Prop' && result !== 'Type'),
    predicates: names(({ result }) => result === 'Prop'),
    relations: definitions.filter(({ kind, result }) => kind === 'type' && result === 'Prop').map(({ name }) => name),
    reducible: new Set(known.filter(({ isReducible }) => isReducible).map(({ name }) => name)),
  };
}

/** The target's own first. */
function targetFirst(constants: readonly { readonly name: string }[], target: Term): readonly string[] {
  const printed = [...new Set(atoms(target))];
  const names = constants.map(({ name }) => name);
  const inTarget = new Set(names.filter((name) => printed.some((text) => sameName(name, text))));
  return [...names.filter((name) => inTarget.has(name)), ...names.filter((name) => !inTarget.has(name))];
}

/**
 * A goal only names its constants. Types are told by what they are the types of, constructors by the type in front of
 * their names, which is none of the namespaces that theorems are in; parts that Lean generates are left out.
 */
function guessed(goal: Goal, target: Term, library: LibraryNames, namespaces: ReadonlySet<string>): OwnConstants {
  const own = goal.constants.filter((name) => !library.constants.has(name) && !generated.test(name));
  const constructors = new Map(goal.hypotheses.map(({ head, constructors }) => [head, new Set(constructors)]));
  const typed = typeNames(goal);
  const isType = (name: string): boolean => constructors.has(name) || [...typed].some((text) => sameName(name, text));
  const isConstructor = (name: string): boolean => {
    const dot = name.lastIndexOf('.');
    const type = name.slice(0, Math.max(0, dot));
    if (type === '' || (namespaces.has(type) && !own.includes(type) && !isType(type))) return false;
    const known = constructors.get(type);
    if (known !== undefined) return known.has(lastPart(name));
    const typeOfTheFile = own.includes(type) ? isType(type) : capitalised(type) && !library.constants.has(type);
    return typeOfTheFile && (own.includes(type) || capitalised(name));
  };
  const defined = own.filter((name) => !isType(name) && !isConstructor(name));
  const ordered = targetFirst(
    defined.map((name) => ({ name })),
    target,
  );
  return {
    functions: ordered.filter((name) => !capitalised(name)),
    predicates: ordered.filter(capitalised),
    relations: own.filter((name) =>
      goal.hypotheses.some(({ isProp, head, constructors }) => isProp && head === name && constructors.length > 0),
    ),
    reducible: new Set(),
  };
}

/** Names of what Lean makes by itself. */
export const generated =
  /^_private\.|\.(?:match_\d+|rec|recOn|casesOn|brecOn|below|mk|noConfusion)$|(?:^|\.)inst[^.]*$/;

/** Names that stand in the types of variables, and behind a colon in the target. */
function typeNames({ hypotheses, target }: Goal): ReadonlySet<string> {
  const types = hypotheses.filter(({ isProp, isInstance }) => !isProp && !isInstance).map(({ type }) => type);
  const domains = [...target.matchAll(/: ([^,:)=]+)/g)].map((match) => match[1] ?? '');
  return new Set([...types, ...domains].flatMap((text) => text.match(/[\p{L}_][\p{L}\p{N}_.'!?]*/gu) ?? []));
}

export const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const capitalised = (name: string): boolean => /^\p{Lu}/u.test(lastPart(name));

/** Can a constant be printed like this, where namespaces are open? */
export const sameName = (constant: string, printed: string): boolean =>
  constant === printed || constant.endsWith(`.${printed}`);
