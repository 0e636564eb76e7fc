/** Moving variables and assumptions of the target into the context. */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import type { Term } from '../../term/term.ts';
import { isWritable } from '../../term/walk.ts';
import type { GoalView } from '../../view.ts';
import { pattern } from './patterns.ts';

/** Binders and premises at the front of a target, with a name for each. */
function frontNames(target: Term, names: NameSource): readonly { readonly name: string; readonly type?: Term }[] {
  if (target.kind === 'binder' && target.head === '∀') {
    const body = target.parts.at(-1);
    const bound = target.bound.map((name) => ({ name: names.next(isWritable(name) ? name : 'x') }));
    // A bounded quantifier (`∀ x > 0, …`) stands for a premise, too.
    const guards = /^∀ \S+ [<>≤≥∈]/u.test(target.text) ? [{ name: names.next('h') }] : [];
    return [...bound, ...guards, ...(body === undefined ? [] : frontNames(body, names))];
  }
  const [premise, conclusion] = target.parts;
  if (target.kind === 'operator' && target.head === '→' && premise !== undefined && conclusion !== undefined) {
    return [{ name: names.next('h'), type: premise }, ...frontNames(conclusion, names)];
  }
  return [];
}

const isNegation = ({ goal, target }: GoalView): boolean =>
  goal.head === 'Not' || goal.head === 'Ne' || (target.kind === 'operator' && ['¬', '≠'].includes(target.head));

export const introduction: readonly Family[] = [
  {
    name: 'intro-all',
    propose: ({ target, taken }) => {
      const front = frontNames(target, new NameSource(taken));
      return front.length === 0 ? [] : [`intro ${front.map(({ name }) => name).join(' ')}`];
    },
  },
  {
    name: 'intro-pattern',
    propose: ({ target, taken }) => {
      const names = new NameSource(taken);
      const front = frontNames(target, names);
      const patterns = front.map(({ name, type }) => (type === undefined ? name : (pattern(type, names) ?? name)));
      const text = patterns.join(' ');
      return text === front.map(({ name }) => name).join(' ') ? [] : [`rintro ${text}`];
    },
  },
  {
    name: 'intro-one',
    propose: ({ target, taken }) => {
      const front = frontNames(target, new NameSource(taken));
      return front.length < 2 ? [] : [`intro ${front[0]?.name}`];
    },
  },
  {
    name: 'intro-unnamed',
    propose: ({ goal, target, taken }) =>
      (goal.head === '∀' || goal.head === '→') && frontNames(target, new NameSource(taken)).length === 0
        ? ['unhygienic intros', `intro ${new NameSource(taken).next('x')}`]
        : [],
  },
  {
    name: 'intro-negation',
    propose: (view) => (isNegation(view) ? [`intro ${new NameSource(view.taken).next('h')}`] : []),
  },
];
