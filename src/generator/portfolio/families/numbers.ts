import type { Hypothesis } from '../../../data/goal.ts';
import type { GoalView } from '../view.ts';

export const isNumber = ({ type }: Hypothesis): boolean => type === 'Nat' || type === 'Int';

export const uses = ({ goal }: GoalView, constant: string): boolean => goal.constants.includes(constant);
