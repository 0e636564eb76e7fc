/** Calls of loops that recur with a counter: what they start with, and the same with variables in its place. */
import type { Definition } from '../../../../data/goal.ts';
import { NameSource } from '../../names.ts';
import { sameName } from '../../own-constants.ts';
import type { Term } from '../../term/term.ts';
import { argument, atoms } from '../../term/walk.ts';
import type { GoalView } from '../../view.ts';
import { ownApplications } from '../recursion/induction.ts';

export interface Variable {
  readonly name: string;
  /** Where Lean has said what the loop takes. */
  readonly type: string | undefined;
  /** What the loop starts with in its place. */
  readonly start: Term;
}

/** A call of a loop, with variables in place of the values that it starts with. */
export interface Loop {
  readonly call: Term;
  readonly general: string;
  readonly counter: Variable;
  /** The counter among them. */
  readonly variables: readonly Variable[];
  /** A number that it is given and may run up to. */
  readonly bound: Term | undefined;
  readonly result: string;
  readonly resultType: string | undefined;
}

export const isNumeral = ({ text }: Term): boolean => /^\d+$/.test(text);

/**
 * Calls of own functions with a numeral among their arguments, which is where the counter starts: first with the numbers
 * that are no numerals, as the bounds that a loop runs up to, as they are, then with variables in their place, too.
 */
export function loops(view: GoalView): readonly Loop[] {
  return ownApplications(view)
    .filter(({ parts }) => parts.some(isNumeral))
    .flatMap((call) => {
      const signature = view.goal.definitions?.find(({ name }) => sameName(name, call.head));
      const isBound = (part: Term, place: number): boolean =>
        signature?.arguments[place] === 'Nat' && !isNumeral(part) && part.kind !== 'atom';
      const free = read(view, call, signature, () => false);
      return call.parts.some(isBound) ? [read(view, call, signature, isBound), free] : [free];
    });
}

function read(
  view: GoalView,
  call: Term,
  signature: Definition | undefined,
  isFixed: (part: Term, place: number) => boolean,
): Loop {
  const locals = new Set(view.variables.map(({ name }) => name));
  const facts = new Set(view.facts.map(({ name }) => name));
  const names = new NameSource(new Set([...view.taken, ...atoms(view.target), ...namesIn(view.target)]));
  const seen = new Set<string>();
  const variables: Variable[] = [];
  const args = call.parts.map((part, place): string => {
    const again = seen.has(part.text);
    seen.add(part.text);
    const isGiven = facts.has(part.text) || (locals.has(part.text) && !again);
    if (isGiven || isFixed(part, place)) return argument(part);
    const name = names.next(isNumeral(part) ? 'i' : 'acc');
    variables.push({ name, start: part, type: signature?.arguments[place] });
    return name;
  });
  return {
    call,
    general: [call.head, ...args].join(' '),
    counter: variables.find(({ start }) => isNumeral(start))!,
    variables,
    bound: call.parts.find(isFixed),
    result: names.next('r'),
    resultType: signature?.result,
  };
}

/** Names that a term binds. */
function* namesIn(term: Term): Generator<string> {
  yield* term.bound;
  for (const part of term.parts) yield* namesIn(part);
}
