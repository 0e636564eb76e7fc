import type { Hypothesis } from '../../../data/goal.ts';
import type { GoalView } from '../view.ts';

export const isNumber = ({ type }: Hypothesis): boolean => type === 'Nat' || type === 'Int';

export const uses = ({ goal }: GoalView, constant: string): boolean => goal.constants.includes(constant);

const numeric = new Set(['Nat', 'Int', 'Fin', 'BitVec']);

/** Is the goal about numbers that decision procedures know? */
export const isNumeric = ({ goal }: GoalView): boolean => goal.constants.some((name) => numeric.has(name));
