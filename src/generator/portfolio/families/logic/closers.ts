/** Automation that closes a goal outright or leaves a simpler one, without being told anything. */
import type { Family } from '../../family.ts';
import { operands } from '../../term/walk.ts';
import type { GoalView } from '../../view.ts';
import { isNumeric } from '../numbers/numbers.ts';

const always = (name: string, ...tactics: readonly string[]): Family => ({ name, propose: () => tactics });

const when = (name: string, applies: (view: GoalView) => boolean, ...tactics: readonly string[]): Family => ({
  name,
  propose: (view) => (applies(view) ? tactics : []),
});

/** No variables to reason about: evaluation may settle it. */
const isClosed = ({ goal, variables }: GoalView): boolean =>
  variables.length === 0 && goal.head !== '→' && goal.head !== '∀';

const isOperation = ({ target }: GoalView): boolean => {
  const sides = operands(target, '=');
  return sides?.some(({ kind }) => kind === 'operator') ?? false;
};

export const closers: readonly Family[] = [
  when('assumption', ({ goal }) => goal.hypotheses.some(({ isProp }) => isProp), 'assumption'),
  when('rfl', ({ goal }) => ['Eq', 'Iff', 'LE.le', 'HEq'].includes(goal.head), 'rfl'),
  when('contradiction', ({ goal }) => goal.hypotheses.some(({ isProp }) => isProp), 'contradiction'),
  when('decide', isClosed, 'decide'),
  when('decide-kernel', isClosed, 'decide +kernel'),
  always('simp', 'simp'),
  when('omega', isNumeric, 'omega'),
  always('simp-all', 'simp_all'),
  always('grind', 'grind'),
  when('simp-arith', isNumeric, 'simp +arith', 'simp_all +arith'),
  when('ac-rfl', isOperation, 'ac_rfl'),
  when('trivial', ({ goal }) => !['Eq', 'Iff'].includes(goal.head), 'trivial'),
];
