/** Steps that the target's own shape suggests. */
import type { Family } from '../../family.ts';
import { sameName } from '../../own-constants.ts';
import type { Term } from '../../term/term.ts';
import { operands } from '../../term/walk.ts';
import type { GoalView } from '../../view.ts';

const forHeads = (name: string, heads: readonly string[], ...tactics: readonly string[]): Family => ({
  name,
  propose: ({ goal }) => (heads.includes(goal.head) ? tactics : []),
});

/** Heads whose single constructor `constructor` would be a poor choice of, or that have none. */
const noConstructor = new Set([
  'Eq',
  'Or',
  'Exists',
  'False',
  'Not',
  'Ne',
  '∀',
  '→',
  'LE.le',
  'LT.lt',
  'HEq',
  'Sort',
  '',
]);

/** Equations between functions: a side is written as one, or is a variable whose type is a function type. */
const isFunctionEquation = ({ target, variables }: GoalView): boolean => {
  const functions = new Set(variables.filter(({ type }) => type.includes('→')).map(({ name }) => name));
  const isFunction = ({ kind, head, text }: Term): boolean =>
    (kind === 'binder' && head === 'fun') || functions.has(text) || (kind === 'operator' && head === '∘');
  return operands(target, '=')?.some(isFunction) ?? false;
};

const hasConditional = ({ target, targetSubterms }: GoalView): boolean =>
  /\b(?:if|match)\b/.test(target.text) || targetSubterms.some(({ kind }) => kind === 'if' || kind === 'match');

/**
 * Are both sides values of the same recursive function of the file? That their arguments are equal is more than is asked, and most often
 * false: `count n xs = count n (rev xs)`.
 */
function comparesValues({ target, goal: { definitions = [] } }: GoalView): boolean {
  const [left, right] = operands(target, '=') ?? [];
  if (left?.kind !== 'application' || right?.kind !== 'application' || left.head !== right.head) return false;
  return definitions.some(({ name, isRecursive }) => isRecursive && sameName(name, left.head));
}

export const structure: readonly Family[] = [
  forHeads('and-intro', ['And', 'Iff'], 'constructor', 'refine ⟨?_, ?_⟩'),
  forHeads('and-intro-each', ['And'], 'and_intros'),
  {
    name: 'apply-constructor',
    propose: ({ goal }) => (noConstructor.has(goal.head) || ['And', 'Iff'].includes(goal.head) ? [] : ['constructor']),
  },
  forHeads('or-intro', ['Or'], 'left', 'right'),
  forHeads(
    'or-by-contradiction',
    ['Or'],
    'refine Decidable.or_iff_not_imp_left.mpr ?_',
    'refine Classical.or_iff_not_imp_left.mpr ?_',
  ),
  {
    name: 'split',
    propose: (view) => (hasConditional(view) ? ['split'] : []),
  },
  {
    name: 'split-simp',
    propose: (view) => (hasConditional(view) ? ['split <;> simp_all'] : []),
  },
  {
    name: 'extensionality',
    propose: (view) => (view.goal.head === 'Eq' && isFunctionEquation(view) ? ['funext x', 'ext'] : []),
  },
  {
    name: 'congruence',
    propose: (view) => (['Eq', 'HEq'].includes(view.goal.head) && !comparesValues(view) ? ['congr 1', 'congr'] : []),
  },
  forHeads('symmetry', ['Eq', 'Iff', 'Ne'], 'symm'),
  {
    name: 'propext',
    propose: ({ goal, target }) => (goal.head === 'Eq' && /[∧∨¬→↔<≤∈∃∀]/u.test(target.text) ? ['apply propext'] : []),
  },
  {
    name: 'iff-cases',
    propose: ({ goal, taken }) =>
      goal.head === 'Iff' && !taken.has('h') ? ['constructor <;> intro h', 'constructor <;> intro h <;> simp_all'] : [],
  },
  {
    name: 'exfalso',
    propose: ({ goal, facts }) => (goal.head !== 'False' && facts.length > 0 ? ['exfalso'] : []),
  },
  {
    name: 'by-contradiction',
    propose: ({ goal }) =>
      ['False', 'Not', '∀', '→', 'Eq', 'And', 'Iff'].includes(goal.head)
        ? []
        : ['apply Classical.byContradiction; intro hn'],
  },
];
