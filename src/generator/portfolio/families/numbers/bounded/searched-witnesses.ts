/** Witnesses found by running through small values in Lean, and universal statements refuted in the same way. */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import { readTerm, type Term } from '../../../term/term.ts';
import { atoms, isWritable } from '../../../term/walk.ts';
import type { GoalView } from '../../../view.ts';

/** How many values each of one, two, three variables runs through, narrowest first. */
const ranges: readonly (readonly number[])[] = [[128, 1024], [24, 64], [12]];

/** Values as a list: natural numbers below a bound, or integers around 0. */
const valuesOf = (type: 'Nat' | 'Int', bound: number): string =>
  type === 'Nat' ? `List.range ${bound}` : `(List.range ${bound}).map (fun n : Nat => (n : Int) - ${bound / 2})`;

/** The variables of a statement that begins with one quantifier or several of the same kind, and what it says of them. */
function prefix(
  term: Term,
  quantifier: '∃' | '∀',
): { readonly names: readonly string[]; readonly body: string } | undefined {
  const names: string[] = [];
  let rest = term;
  while (rest.kind === 'binder' && rest.head === quantifier && rest.bound.length > 0) {
    const body = rest.parts.at(-1);
    // A domain beside the body would be a bounded quantifier; its bound is part of what is decided.
    if (body === undefined || (rest.parts.length > 1 && /[<≤>≥∈]/.test(rest.text.slice(0, rest.text.indexOf(',')))))
      break;
    names.push(...rest.bound);
    rest = readTerm(body.text);
  }
  return names.length === 0 ? undefined : { names, body: rest.text };
}

/** Does it speak of nothing but what it binds, so that it can be evaluated? */
function isClosed({ taken, goal }: GoalView, names: readonly string[], body: string): boolean {
  const hypotheses = new Set(goal.hypotheses.filter(({ isInstance }) => !isInstance).map(({ name }) => name));
  const used = [...atoms(readTerm(body))].filter((name) => !names.includes(name));
  return isWritable(body) && !used.some((name) => hypotheses.has(name) && taken.has(name));
}

const types = ({ goal }: GoalView): readonly ('Nat' | 'Int')[] =>
  (['Nat', 'Int'] as const).filter((type) => goal.constants.includes(type));

export const searchedWitnesses: readonly Family[] = [
  {
    name: 'exists-search',
    propose: (view) => {
      const found = view.target.head === '∃' ? prefix(view.target, '∃') : undefined;
      if (found === undefined || !isClosed(view, found.names, found.body)) return [];
      const { names, body } = found;
      const fact = new NameSource(new Set([...view.taken, ...names])).next('h');
      return (ranges[names.length - 1] ?? []).flatMap((bound) =>
        types(view).map((type) => {
          const binders = names.map((name) => `∃ ${name} ∈ ${valuesOf(type, bound)}, `).join('');
          const pattern = names.map((name) => `${name}, -, `).join('');
          return [
            `have ${fact} : ${binders}${body} := by decide +kernel`,
            `obtain ⟨${pattern}${fact}⟩ := ${fact}`,
            `exact ⟨${names.join(', ')}, ${fact}⟩`,
          ].join('\n');
        }),
      );
    },
  },
  {
    name: 'refute-search',
    propose: (view) => {
      const [inside] = view.target.parts;
      const found = view.target.head === '¬' && inside !== undefined ? prefix(inside, '∀') : undefined;
      if (found === undefined || found.names.length > 2 || !isClosed(view, found.names, found.body)) return [];
      const { names, body } = found;
      const fact = new NameSource(new Set([...view.taken, ...names])).next('h');
      const bound = names.length === 1 ? 128 : 24;
      return types(view).map((type) => {
        const binders = names.map((name) => `∀ ${name} ∈ ${valuesOf(type, bound)}, `).join('');
        const restricted = `fun ${names.map((name) => `${name} _ `).join('')}=> ${fact} ${names.join(' ')}`;
        return `intro ${fact}\nexact absurd (${restricted} : ${binders}${body}) (by decide +kernel)`;
      });
    },
  },
];
