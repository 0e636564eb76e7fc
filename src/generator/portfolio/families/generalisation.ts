/**
 * Steps that make a goal fit for another induction, after Boyer and Moore: use the induction hypothesis and throw it
 * away, and replace a repeated term by a variable (A Computational Logic, 1979, chapters X to XII).
 */
import type { Family } from '../family.ts';
import { NameSource } from '../names.ts';
import type { Term } from '../term/term.ts';
import { argument, operands } from '../term/walk.ts';
import type { GoalView } from '../view.ts';

/** Equations with an application on a side: most often induction hypotheses. */
const isFertile = (type: Term): boolean =>
  operands(type, '=')?.some(({ kind }) => kind === 'application' || kind === 'operator') ?? false;

const occurrencesIn = (text: string, part: string): number => text.split(part).length - 1;

const isVariable = ({ variables }: GoalView, text: string): boolean => variables.some(({ name }) => name === text);

/**
 * Applications that the target shares with a fact, or has twice; of those that stand in one another, the outer ones.
 * Field notation without arguments is left alone, since it is how constructors of one argument are printed.
 */
function shared(view: GoalView): readonly Term[] {
  const { target, targetSubterms, facts } = view;
  const sides = operands(target, '=') ?? [];
  const found = targetSubterms.filter(
    ({ kind, text, head, parts }) =>
      kind === 'application' &&
      text.includes(' ') &&
      !/^\p{Lu}/u.test(head) &&
      !isVariable(view, head) &&
      parts.length > 0 &&
      !sides.some((side) => side.text === text) &&
      (occurrencesIn(target.text, text) > 1 || facts.some(({ type }) => type.text.includes(text))),
  );
  return found.filter(({ text }) => !found.some((other) => other.text !== text && other.text.includes(text)));
}

const most = 3;

export const generalisation: readonly Family[] = [
  {
    name: 'fertilise',
    propose: ({ facts }) =>
      facts
        .filter(({ type }) => isFertile(type))
        .slice(0, 2)
        .flatMap(({ name }) => [`rw [${name}]; clear ${name}`, `rw [← ${name}]; clear ${name}`]),
  },
  {
    name: 'generalise-all',
    propose: (view) => {
      const terms = shared(view).slice(0, most);
      const names = new NameSource(view.taken);
      const equations = terms.map((term) => `${argument(term)} = ${names.next('z')}`);
      return terms.length === 0 ? [] : [`generalize ${equations.join(', ')} at *`];
    },
  },
  {
    name: 'generalise',
    propose: (view) => {
      const terms = shared(view);
      const name = new NameSource(view.taken).next('z');
      return terms.length < 2 ? [] : terms.slice(0, most).map((term) => `generalize ${argument(term)} = ${name} at *`);
    },
  },
  {
    name: 'clear',
    propose: ({ facts, own }) =>
      own.functions.length === 0 ? [] : facts.slice(0, 2).map(({ name }) => `clear ${name}`),
  },
];
