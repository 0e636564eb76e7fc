import type { GoalView } from './view.ts';

const classes: Readonly<Record<string, string>> = {
  Eq: 'equation',
  HEq: 'equation',
  Iff: 'iff',
  And: 'and',
  Or: 'or',
  Exists: 'exists',
  Not: 'negation',
  Ne: 'negation',
  False: 'false',
  'LE.le': 'order',
  'LT.lt': 'order',
  'GE.ge': 'order',
  'GT.gt': 'order',
  'Nat.le': 'order',
  'Nat.lt': 'order',
  '∀': 'binder',
  '→': 'binder',
};

const numberTypes = ['Nat', 'Int', 'Rat'];

/**
 * The coarse kind of a goal that priors are kept for: the head of its target, and what it is about: the file's own
 * functions, those of `Std`, numbers, or neither.
 */
export function shapeOf({ goal, own, ownComesWithLean }: GoalView): string {
  const kind = classes[goal.head] ?? 'other';
  if (own.functions.length + own.predicates.length > 0) return `${kind}+${ownComesWithLean ? 'std' : 'own'}`;
  return numberTypes.some((type) => goal.constants.includes(type)) ? `${kind}+numbers` : kind;
}
