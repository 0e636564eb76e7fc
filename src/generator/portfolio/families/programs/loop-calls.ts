/** Calls of loops that recur with a counter: what they start with, and the same with variables in its place. */
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
  readonly result: string;
  readonly resultType: string | undefined;
}

export const isNumeral = ({ text }: Term): boolean => /^\d+$/.test(text);

/** Calls of own functions with a numeral among their arguments, which is where the counter starts. */
export function loops(view: GoalView): readonly Loop[] {
  const locals = new Set(view.variables.map(({ name }) => name));
  const facts = new Set(view.facts.map(({ name }) => name));
  return ownApplications(view)
    .filter(({ parts }) => parts.some(isNumeral))
    .map((call): Loop => {
      const names = new NameSource(new Set([...view.taken, ...atoms(view.target), ...namesIn(view.target)]));
      const seen = new Set<string>();
      const variables: Variable[] = [];
      const signature = view.goal.definitions?.find(({ name }) => sameName(name, call.head));
      const args = call.parts.map((part, place): string => {
        const again = seen.has(part.text);
        seen.add(part.text);
        if (facts.has(part.text) || (locals.has(part.text) && !again)) return argument(part);
        const name = names.next(isNumeral(part) ? 'i' : 'acc');
        variables.push({ name, start: part, type: signature?.arguments[place] });
        return name;
      });
      const counter = variables.find(({ start }) => isNumeral(start))!;
      const result = names.next('r');
      const general = [call.head, ...args].join(' ');
      return { call, general, counter, variables, result, resultType: signature?.result };
    });
}

/** Names that a term binds. */
function* namesIn(term: Term): Generator<string> {
  yield* term.bound;
  for (const part of term.parts) yield* namesIn(part);
}
