import type { GoalNode } from './model.ts';

/** Goals that say what is looked for, or that a tactic led to that says it; spaces and capitals make no difference. */
export function findGoals(order: readonly GoalNode[], text: string): readonly GoalNode[] {
  const wanted = plain(text);
  if (wanted === '') return [];
  return order.filter(
    ({ target, origin }) => plain(target).includes(wanted) || plain(origin?.step.tactic ?? '').includes(wanted),
  );
}

const plain = (text: string): string => text.replaceAll(/\s+/g, '').toLowerCase();
