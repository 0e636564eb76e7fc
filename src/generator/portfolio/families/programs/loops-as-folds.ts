/**
 * A loop that runs through a collection by its indices, against a fold over it, a sum or a count: from any index on, it is
 * the same of what is left of the collection. That is proved by functional induction, and the first index is a case of it.
 */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import type { Term } from '../../term/term.ts';
import { argument, operands } from '../../term/walk.ts';
import type { GoalView } from '../../view.ts';
import { type Loop, loops } from './loop-calls.ts';
import { indented } from './statements.ts';

/** How what is left is joined with what was gathered before, by what the loop starts with. */
const operations: Readonly<Record<string, string>> = { '0': '+', '1': '*', '[]': '++', true: '&&', false: '||' };

const left = (collection: string, counter: string): string => `(${collection}.drop ${counter})`;

/** The other side for a collection that the counter has come through so far. */
function fromIndex(other: Term, { counter, variables }: Loop): string | undefined {
  const [step, start, collection] = other.parts;
  const isFold = /^(?:Array|List)\.foldl$/.test(other.head) && other.parts.length === 3;
  if (isFold && step !== undefined && start !== undefined && collection !== undefined) {
    const list = other.head === 'Array.foldl' ? `${argument(collection)}.toList` : argument(collection);
    const gathered = variables.find((variable) => variable !== counter && variable.start.text === start.text);
    return gathered && `List.foldl ${argument(step)} ${gathered.name} ${left(list, counter.name)}`;
  }
  const whole = /[\p{L}_][\p{L}\p{N}_']*\.toList(?![\p{L}\p{N}_'])/u.exec(other.text)?.[0];
  const gathered = variables.find((variable) => variable !== counter && variable.start.text in operations);
  if (whole === undefined || gathered === undefined)
    return other.text.includes('.sum') ? sumFrom(other, counter.name, gathered?.name) : undefined;
  return `${gathered.name} ${operations[gathered.start.text]} (${other.text.replaceAll(whole, left(whole, counter.name))})`;
}

/** `a.sum` of an array, which the simplifier makes of `a.toList.sum`. */
function sumFrom({ text }: Term, counter: string, gathered: string | undefined): string | undefined {
  const array = /^([\p{L}_][\p{L}\p{N}_']*)\.sum$/u.exec(text)?.[1];
  return array === undefined || gathered === undefined
    ? undefined
    : `${gathered} + ${left(`${array}.toList`, counter)}.sum`;
}

function tactic(view: GoalView, loop: Loop, value: string): string {
  const bound = loop.variables.map(({ name }) => name).join(' ');
  const fact = new NameSource(new Set([...view.taken, ...loop.variables.map(({ name }) => name)])).next('hloop');
  const finish = '<;> simp_all [List.drop_eq_getElem_cons, List.drop_eq_nil_of_le] <;> grind';
  return [
    `have ${fact} : ∀ ${bound}, ${loop.general} = ${indented(value)} := by`,
    `  intro ${bound}`,
    `  unhygienic fun_induction ${loop.general} ${finish}`,
    `first | simp [${fact}] | grind`,
  ].join('\n');
}

export const loopsAsFolds: readonly Family[] = [
  {
    name: 'loop-as-fold',
    chance: 0.6,
    leads: 0.25,
    propose: (view) => {
      const sides = operands(view.target, '=');
      if (sides === undefined) return [];
      return loops(view)
        .slice(0, 2)
        .flatMap((loop) => {
          const other = sides.find(({ text }) => !text.includes(loop.call.text));
          const value = other && fromIndex(other, loop);
          return value === undefined ? [] : [tactic(view, loop, value)];
        });
    },
  },
];
