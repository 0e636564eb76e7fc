/**
 * Functions that carry a result along: a statement about the first value of the accumulator follows from one about all of
 * its values, which is what an induction can prove. The statement is made from the goal: what is equal to `r` when the
 * function starts with a neutral value is equal to `acc ∘ r` or `r ∘ acc` when it starts with `acc`.
 */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import type { Term } from '../../term/term.ts';
import { argument, atoms, operands } from '../../term/walk.ts';
import type { GoalView } from '../../view.ts';
import { inductionVariables } from './induction.ts';
import { grindList, simpList } from './unfolding.ts';

/** How a neutral value is taken in. */
const operations: Readonly<Record<string, readonly string[]>> = {
  '0': ['+'],
  '1': ['*'],
  '[]': ['++'],
  '""': ['++'],
  '#[]': ['++'],
  true: ['&&'],
  false: ['||'],
};

interface Accumulating {
  /** The application, and what it starts with. */
  readonly call: Term;
  readonly start: string;
  readonly rest: string;
}

function accumulating({ target, variables }: GoalView): readonly Accumulating[] {
  const names = new Set(variables.map(({ name }) => name));
  const sides = operands(target, '=');
  if (sides === undefined) return [];
  return [sides, [sides[1], sides[0]] as const].flatMap(([call, other]) => {
    if (call.kind !== 'application' || ![...atoms(call)].some((name) => names.has(name))) return [];
    return call.parts
      .map(({ text }) => text)
      .filter((text) => text in operations)
      .slice(0, 1)
      .map((start) => ({ call, start, rest: other.text }));
  });
}

/** The call with a variable in place of the value that it starts with. */
function opened({ call, start }: Accumulating, name: string): string {
  const place = call.parts.findIndex(({ text }) => text === start);
  return [call.head, ...call.parts.map((part, index) => (index === place ? name : argument(part)))].join(' ');
}

export const accumulators: readonly Family[] = [
  {
    name: 'accumulator',
    propose: (view) => {
      const [variable] = inductionVariables(view);
      if (variable === undefined) return [];
      const names = new NameSource(view.taken);
      const [acc, fact] = [names.next('acc'), names.next('hacc')];
      return accumulating(view).flatMap((found) =>
        (operations[found.start] ?? []).flatMap((operation) =>
          [`${acc} ${operation} (${found.rest})`, `(${found.rest}) ${operation} ${acc}`].map((value) =>
            [
              `have ${fact} : ∀ ${acc}, ${opened(found, acc)} = ${value} := by`,
              `  induction ${variable.name} with`,
              `  | _ => intros; first | grind${grindList(view)} | simp_all${simpList(view)} | (simp_all${simpList(view)}; omega)`,
              `first | grind${grindList(view)} | simp_all${simpList(view)}`,
            ].join('\n'),
          ),
        ),
      );
    },
  },
  {
    // The same left to the induction hypothesis: the first value replaced by a variable that nothing is known about.
    name: 'generalise-start',
    propose: (view) => {
      const [variable] = inductionVariables(view);
      const [found] = accumulating(view);
      if (variable === undefined || found === undefined) return [];
      const name = new NameSource(view.taken).next('acc');
      return [`generalize ${found.start} = ${name}\nunhygienic induction ${variable.name} generalizing ${name}`];
    },
  },
];
