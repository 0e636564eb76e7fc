/** Case analysis: on facts, on data, and on conditions. */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import { sameName } from '../../own-constants.ts';
import type { Term } from '../../term/term.ts';
import { isWritable, operands } from '../../term/walk.ts';
import type { Fact, GoalView } from '../../view.ts';
import { grindList, simpList } from '../recursion/unfolding.ts';
import { pattern } from './patterns.ts';

/** Facts whose parts are worth more than they are; heads are those of the library or inductive predicates of the file. */
const takesApart = ({ head, type }: Fact): boolean =>
  ['And', 'Or', 'Exists', 'Iff'].includes(head) && !(type.kind === 'operator' && type.head === '¬');

const otherInductive = ({ head, constructors }: Fact): boolean =>
  constructors.length > 0 &&
  !['And', 'Or', 'Exists', 'Iff', 'Eq', 'False', 'True', 'LE.le', 'LT.lt', 'Nat.le', 'HEq'].includes(head);

/** Conditions that the goal branches on: of `if`s, discriminants of `match`es, Boolean calls. */
function conditions({ subterms, own }: GoalView): {
  readonly propositions: readonly string[];
  readonly values: readonly string[];
} {
  const branching = subterms.filter(({ kind }) => kind === 'if' || kind === 'match');
  const propositions = branching.filter(({ kind }) => kind === 'if').flatMap(({ parts }) => parts.slice(0, 1));
  const discriminants = branching.filter(({ kind }) => kind === 'match').flatMap(({ parts }) => parts);
  const booleans = subterms
    .map((term) => operands(term, '='))
    .flatMap((sides) => (sides !== undefined && ['true', 'false'].includes(sides[1].text) ? [sides[0]] : []));
  const isCall = ({ kind, head }: Term): boolean =>
    kind === 'application' && (own.functions.some((name) => sameName(name, head)) || head !== '');
  return {
    propositions: writable(propositions),
    values: writable([...discriminants, ...booleans].filter(isCall)),
  };
}

const writable = (terms: readonly Term[]): readonly string[] =>
  [...new Set(terms.map(({ text }) => text))].filter(isWritable);

/** Variables for case analysis: those of the target, the most frequent first; Booleans and the like before numbers. */
function caseVariables({ variables, occurrences }: GoalView): readonly string[] {
  const rank = (head: string): number => (['Bool', 'Option', 'Prod', 'Sum'].includes(head) ? 1 : 0);
  return variables
    .filter(({ constructors, name }) => constructors.length > 0 && occurrences.has(name))
    .toSorted((a, b) => rank(b.head) - rank(a.head) || (occurrences.get(b.name) ?? 0) - (occurrences.get(a.name) ?? 0))
    .map(({ name }) => name);
}

const splitAll = (view: GoalView, heads: readonly string[]): string | undefined => {
  const names = new NameSource(view.taken);
  const parts = view.facts.filter((fact) => takesApart(fact) && heads.includes(fact.head));
  const steps = parts.flatMap((fact) => {
    const text = pattern(fact.type, names);
    return text === undefined ? [] : [`obtain ${withoutBrackets(text)} := ${fact.name}`];
  });
  return steps.length === 0 ? undefined : steps.join('\n');
};

/** Alternatives at the top of a pattern need no brackets. */
const withoutBrackets = (text: string): string => text.replace(/^\((.*)\)$/s, '$1');

const present = (...texts: readonly (string | undefined)[]): readonly string[] =>
  texts.filter((text) => text !== undefined);

export const caseAnalysis: readonly Family[] = [
  {
    name: 'obtain-all',
    propose: (view) => present(splitAll(view, ['And', 'Exists', 'Iff'])),
  },
  {
    name: 'obtain',
    propose: (view) =>
      view.facts
        .filter(takesApart)
        .slice(0, 4)
        .flatMap(({ name, type }) => {
          const text = pattern(type, new NameSource(view.taken));
          return text === undefined ? [`unhygienic cases ${name}`] : [`obtain ${withoutBrackets(text)} := ${name}`];
        }),
  },
  {
    name: 'cases-fact',
    propose: ({ facts }) =>
      facts
        .filter(otherInductive)
        .slice(0, 4)
        .map(({ name }) => `unhygienic cases ${name}`),
  },
  {
    name: 'cases-fact-simp',
    propose: (view) =>
      view.facts
        .filter(otherInductive)
        .slice(0, 2)
        .map(({ name }) => `unhygienic cases ${name} <;> simp_all${simpList(view)}`),
  },
  {
    name: 'induction-fact',
    propose: ({ facts }) =>
      facts
        .filter(otherInductive)
        .slice(0, 3)
        .flatMap(({ name }) => [`unhygienic induction ${name}`]),
  },
  {
    name: 'induction-fact-grind',
    propose: (view) =>
      view.facts
        .filter(otherInductive)
        .slice(0, 2)
        .flatMap(({ name }) => [
          `unhygienic induction ${name} <;> simp_all${simpList(view)}`,
          `unhygienic induction ${name} <;> grind${grindList(view)}`,
        ]),
  },
  {
    name: 'cases',
    propose: (view) =>
      caseVariables(view)
        .slice(0, 4)
        .map((name) => `unhygienic cases ${name}`),
  },
  {
    name: 'cases-simp-all',
    propose: (view) =>
      caseVariables(view)
        .slice(0, 4)
        .map((name) => `unhygienic cases ${name} <;> simp_all${simpList(view)}`),
  },
  {
    name: 'cases-grind',
    propose: (view) =>
      caseVariables(view)
        .slice(0, 2)
        .map((name) => `unhygienic cases ${name} <;> grind${grindList(view)}`),
  },
  {
    name: 'cases-two',
    propose: (view) => {
      const [first, second] = caseVariables(view);
      return second === undefined
        ? []
        : [
            `unhygienic cases ${first} <;> cases ${second} <;> simp_all${simpList(view)}`,
            `unhygienic cases ${first} <;> cases ${second} <;> grind${grindList(view)}`,
          ];
    },
  },
  {
    name: 'by-cases',
    propose: (view) => {
      const name = new NameSource(view.taken).next('hc');
      return conditions(view)
        .propositions.slice(0, 3)
        .map((condition) => `by_cases ${name} : ${condition}`);
    },
  },
  {
    name: 'by-cases-simp',
    propose: (view) => {
      const name = new NameSource(view.taken).next('hc');
      return conditions(view)
        .propositions.slice(0, 2)
        .map((condition) => `by_cases ${name} : ${condition} <;> simp_all${simpList(view)}`);
    },
  },
  {
    name: 'cases-value',
    propose: (view) => {
      const name = new NameSource(view.taken).next('hv');
      return conditions(view)
        .values.slice(0, 3)
        .map((value) => `unhygienic cases ${name} : ${value}`);
    },
  },
  {
    name: 'cases-value-simp',
    propose: (view) => {
      const name = new NameSource(view.taken).next('hv');
      return conditions(view)
        .values.slice(0, 3)
        .map((value) => `unhygienic cases ${name} : ${value} <;> simp_all${simpList(view)}`);
    },
  },
  {
    name: 'split-facts',
    propose: ({ facts }) =>
      facts
        .filter(({ type }) => /\b(?:if|match)\b/.test(type.text))
        .slice(0, 3)
        .map(({ name }) => `split at ${name}`),
  },
];
