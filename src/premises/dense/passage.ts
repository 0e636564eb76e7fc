import type { Premise, PremiseQuery } from '../../contracts/premises.ts';

/** What is embedded: the goal that premises are looked for with, or what a premise says. */
export interface Passage {
  readonly kind: 'state' | 'statement';
  /** Of the premise; `''` of a goal. */
  readonly name: string;
  /** The goal with its hypotheses, or binders, a colon and the conclusion, as Lean prints them. */
  readonly text: string;
  readonly constants: readonly string[];
  /** Constant at the head of the conclusion; `''` if there is none. */
  readonly head: string;
}

export const statePassage = ({ state, constants, head }: PremiseQuery): Passage => ({
  kind: 'state',
  name: '',
  text: state,
  constants,
  head,
});

export const statementPassage = ({ name, statement, constants, head }: Premise): Passage => ({
  kind: 'statement',
  name,
  text: statement,
  constants,
  head,
});

/** A passage for a model that reads text and nothing else. */
export const textOf = ({ name, text }: Passage): string => [name, text].filter((part) => part !== '').join(' ');
