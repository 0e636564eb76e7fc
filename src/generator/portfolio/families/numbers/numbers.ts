import type { Hypothesis } from '../../../../data/goal.ts';
import type { GoalView } from '../../view.ts';

export const isNumber = ({ type }: Hypothesis): boolean => type === 'Nat' || type === 'Int';

/** All that the goal and its facts say. */
export const statedText = ({ target, facts }: GoalView): string =>
  [target.text, ...facts.map(({ type }) => type.text)].join('\n');

/** Is the name one of a text's words? */
export const speaksOf = (text: string, name: string): boolean => text.split(/[^\p{L}\p{N}_.']+/u).includes(name);

export const uses = ({ goal }: GoalView, constant: string): boolean => goal.constants.includes(constant);

/** The type whose arithmetic the library knows and the goal is about, if it is about one. */
export const arithmeticType = (view: GoalView): 'Int' | 'Nat' | undefined =>
  uses(view, 'Int') ? 'Int' : uses(view, 'Nat') ? 'Nat' : undefined;

const numeric = new Set(['Nat', 'Int', 'Fin', 'BitVec']);

/** Is the goal about numbers that decision procedures know? */
export const isNumeric = ({ goal }: GoalView): boolean => goal.constants.some((name) => numeric.has(name));
