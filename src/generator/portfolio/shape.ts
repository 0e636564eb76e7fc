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

/** The coarse kind of a goal that priors are kept for: the head of its target, and whether it is about the file's own functions. */
export const shapeOf = ({ goal, own }: GoalView): string =>
  `${classes[goal.head] ?? 'other'}${own.functions.length + own.predicates.length > 0 ? '+own' : ''}`;
