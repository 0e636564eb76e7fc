/**
 * Steps that make a goal fit for another induction, after Boyer and Moore: use the induction hypothesis and throw it
 * away, and replace a repeated term by a variable (A Computational Logic, 1979, chapters X to XII).
 */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import { readTerm, type Term } from '../../term/term.ts';
import { argument, atoms, operands } from '../../term/walk.ts';
import type { GoalView } from '../../view.ts';

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

/** Does every variable of a statement stand inside one of the terms, so that nothing of what they are made of remains? */
function isComplete({ variables }: GoalView, statement: string, terms: readonly Term[]): boolean {
  const rest = terms.reduce((text, term) => text.replaceAll(term.text, ''), statement);
  const left = new Set(atoms(readTerm(rest)));
  return !variables.some(({ name, type }) => left.has(name) && !type.includes('→'));
}

/**
 * All shared terms at once. Where nothing else is left in the target, facts that still speak of what the terms were made
 * of would tie the new variables down, and are cleared.
 */
const generaliseAll = (name: string, complete: boolean): Family => ({
  name,
  propose: (view) => {
    const terms = shared(view).slice(0, most);
    if (terms.length === 0 || isComplete(view, view.target.text, terms) !== complete) return [];
    const names = new NameSource(view.taken);
    const equations = terms.map((term) => `${argument(term)} = ${names.next('z')}`);
    const generalised = `generalize ${equations.join(', ')} at *`;
    const stale = view.facts.filter(({ type }) => !isComplete(view, type.text, terms)).map((fact) => fact.name);
    return complete && stale.length > 0 ? [`${generalised}; clear ${stale.join(' ')}`] : [generalised];
  },
});

export const generalisation: readonly Family[] = [
  {
    name: 'fertilise',
    propose: ({ facts }) =>
      facts
        .filter(({ type }) => isFertile(type))
        .slice(0, 2)
        .flatMap(({ name }) => [`rw [${name}]; clear ${name}`, `rw [← ${name}]; clear ${name}`]),
  },
  generaliseAll('generalise-completely', true),
  generaliseAll('generalise-all', false),
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
