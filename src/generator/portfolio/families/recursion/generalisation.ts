/**
 * Steps that make a goal fit for another induction, after Boyer and Moore: use the induction hypothesis and throw it
 * away, and replace a repeated term by a variable (A Computational Logic, 1979, chapters X to XII).
 */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import { readTerm, type Term } from '../../term/term.ts';
import { argument, atoms, operands } from '../../term/walk.ts';
import type { GoalView } from '../../view.ts';
import { closeOrSimplify } from './closing.ts';

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
    const found = generalised(view);
    return found === undefined || found.isComplete !== complete ? [] : [found.tactic];
  },
});

interface Generalised {
  readonly tactic: string;
  /** The variables that stand for the terms. */
  readonly names: readonly string[];
  readonly isComplete: boolean;
}

function generalised(view: GoalView): Generalised | undefined {
  const terms = shared(view).slice(0, most);
  if (terms.length === 0) return undefined;
  const source = new NameSource(view.taken);
  const names = terms.map(() => source.next('z'));
  const tactic = `generalize ${terms.map((term, index) => `${argument(term)} = ${names[index]}`).join(', ')} at *`;
  const complete = isComplete(view, view.target.text, terms);
  const stale = view.facts.filter(({ type }) => !isComplete(view, type.text, terms)).map((fact) => fact.name);
  const tidied = complete && stale.length > 0 ? `${tactic}; clear ${stale.join(' ')}` : tactic;
  return { tactic: tidied, names, isComplete: complete };
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
  generaliseAll('generalise-completely', true),
  generaliseAll('generalise-all', false),
  {
    // At once with the induction that it is for.
    name: 'generalise-induction',
    propose: (view) => {
      const found = generalised(view);
      const [first, ...others] = found?.names ?? [];
      if (found === undefined || first === undefined) return [];
      const general = others.length === 0 ? '' : ` generalizing ${others.join(' ')}`;
      const analysed = others.map((name) => ` <;> cases ${name}`).join('');
      return ['', analysed].map(
        (cases) => `${found.tactic}\nunhygienic induction ${first}${general}${cases} <;> ${closeOrSimplify(view)}`,
      );
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
