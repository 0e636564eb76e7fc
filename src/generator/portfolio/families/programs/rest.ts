/**
 * Loops that search: what they say of a whole collection they say, from any index on, of the rest of it. The statement about
 * the loop from its first index is made one about all indices, with the quantifiers of the statement kept to what is not
 * passed, and proved by functional induction.
 */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import type { GoalView } from '../../view.ts';
import { type Loop, loops } from './loop-calls.ts';
import { indented, replaceTerm } from './statements.ts';

/** The statement with its quantifiers over indices kept to those from `counter` on; absent where there are none. */
function ofRest(statement: string, counter: string): string | undefined {
  const all = /∀ \((\p{L}[\p{L}\p{N}_']*) : Nat\),(\s+)(?=[^→]*[<≤])/gu;
  const some = /∃ (\p{L}[\p{L}\p{N}_']*),(\s+)(?=[^∧∈]*[<≤])/gu;
  const text = statement
    .replaceAll(all, (_, name: string, space: string) => `∀ (${name} : Nat),${space}${counter} ≤ ${name} → `)
    .replaceAll(some, (_, name: string, space: string) => `∃ ${name},${space}${counter} ≤ ${name} ∧ `);
  return text === statement ? undefined : text;
}

/** The loop with everything but its counter as it is called. */
function fromCounter({ call, counter }: Loop): string {
  let isFound = false;
  const parts = call.parts.map(({ text, kind }) => {
    if (text === counter.start.text && !isFound) {
      isFound = true;
      return counter.name;
    }
    return kind === 'atom' ? text : `(${text})`;
  });
  return [call.head, ...parts].join(' ');
}

/** Collections that are only read: `grind` had better not look into how they were made. */
function readings(view: GoalView, names: NameSource): readonly (readonly [text: string, name: string])[] {
  const made = view.targetSubterms.filter(({ text }) => /^\p{L}[\p{L}\p{N}_']*\.toList$/u.test(text));
  return made.slice(0, 2).map(({ text }) => [text, names.next('l')] as const);
}

function tactics(view: GoalView, loop: Loop): readonly string[] {
  const names = new NameSource(new Set([...view.taken, ...loop.variables.map(({ name }) => name)]));
  const fact = names.next('rest');
  const general = fromCounter(loop);
  const { name } = loop.counter;
  const statement = ofRest(replaceTerm(view.target.text, loop.call, `(${general})`), name);
  if (statement === undefined) return [];
  const made = readings(view, names);
  const generalise = made.map(([text, short]) => `generalize ${text} = ${short} at *`);
  const short = (text: string): string => made.reduce((all, [from, to]) => all.replaceAll(from, to), text);
  return ['first | grind only | grind', 'simp_all <;> grind'].map((finish) =>
    [
      ...generalise,
      `have ${fact} : ∀ ${name}, ${indented(short(statement))} := by`,
      `  intro ${name}`,
      `  unhygienic fun_induction ${short(general)} <;> ${finish}`,
      `first | simpa using ${fact} ${loop.counter.start.text} | grind`,
    ].join('\n'),
  );
}

export const restsOfLoops: readonly Family[] = [
  {
    name: 'loop-over-rest',
    chance: 0.6,
    leads: 0.25,
    propose: (view) =>
      loops(view)
        .slice(0, 2)
        .flatMap((loop) => tactics(view, loop)),
  },
];
