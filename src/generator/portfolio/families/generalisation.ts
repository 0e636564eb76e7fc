/**
 * Steps that make a goal fit for another induction, after Boyer and Moore: use the induction hypothesis and throw it
 * away, and replace a repeated term by a variable (A Computational Logic, 1979, chapters X to XII).
 */
import type { Family } from '../family.ts';
import type { Term } from '../term/term.ts';
import { argument, operands } from '../term/walk.ts';
import type { GoalView } from '../view.ts';

/** Equations with an application on a side: most often induction hypotheses. */
const isFertile = (type: Term): boolean =>
  operands(type, '=')?.some(({ kind }) => kind === 'application' || kind === 'operator') ?? false;

const occurrencesIn = (text: string, part: string): number => text.split(part).length - 1;

/** Applications that stand in the target at least twice, the longest first. */
function repeated({ target, targetSubterms }: GoalView): readonly Term[] {
  return targetSubterms
    .filter(({ kind, text }) => kind === 'application' && text !== target.text)
    .filter(({ text }) => occurrencesIn(target.text, text) > 1)
    .toSorted((a, b) => b.text.length - a.text.length);
}

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
    name: 'generalise',
    propose: (view) =>
      repeated(view)
        .slice(0, 2)
        .map((term) => `generalize ${argument(term)} = z`),
  },
  {
    name: 'clear',
    propose: ({ facts, own }) =>
      own.functions.length === 0 ? [] : facts.slice(0, 2).map(({ name }) => `clear ${name}`),
  },
];
