/** Bounded variables replaced by each of their values, from bounds found anywhere in the context. */
import type { Hypothesis } from '../../../../../data/goal.ts';
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import { atoms, operands } from '../../../term/walk.ts';
import type { GoalView } from '../../../view.ts';
import { simpList } from '../../recursion/unfolding.ts';
import { isNumber } from '../numbers.ts';

const mostValues = 24;
/** Upper bounds to try where the facts speak of a variable and name none. */
const guesses = [4, 8, 16];

interface Interval {
  readonly from: number;
  /** The last value. */
  readonly to: number;
}

const literal = (text: string): number | undefined => (/^-?\d+$/.test(text) ? Number(text) : undefined);

/** What the facts say directly about where a variable lies. */
function stated({ facts }: GoalView, { name, type }: Hypothesis): { from: number | undefined; to: number | undefined } {
  let from: number | undefined = type === 'Nat' ? 0 : undefined;
  let to: number | undefined;
  for (const fact of facts) {
    const conjuncts = fact.type.text.split(' ∧ ').length > 1 ? fact.type.parts : [fact.type];
    for (const term of conjuncts) {
      const sides = operands(term, '<', '≤', '>', '≥');
      if (sides === undefined) continue;
      const [left, right] = term.head === '>' || term.head === '≥' ? [sides[1], sides[0]] : sides;
      const strict = term.head === '<' || term.head === '>' ? 1 : 0;
      const [low, high] = [literal(left.text), literal(right.text)];
      if (left.text === name && high !== undefined) to = Math.min(to ?? high, high - strict);
      if (right.text === name && low !== undefined) from = Math.max(from ?? low, low + strict);
    }
  }
  return { from, to };
}

/** Intervals that a variable may be shown to lie in, likeliest first. */
function intervals(view: GoalView, variable: Hypothesis): readonly Interval[] {
  const { from, to } = stated(view, variable);
  const known = view.facts.filter(({ type }) => [...atoms(type)].includes(variable.name));
  if (from !== undefined && to !== undefined) return to - from < mostValues && to >= from ? [{ from, to }] : [];
  if (known.length === 0) return [];
  return guesses.map((bound) => ({ from: from ?? -bound, to: bound + (from ?? 0) }));
}

const cases = (fact: string, variable: string, { from, to }: Interval): string => {
  const values = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return [
    `have ${fact} : ${values.map((value) => `${variable} = ${value}`).join(' ∨ ')} := by omega`,
    `rcases ${fact} with ${values.map(() => 'rfl').join(' | ')}`,
  ].join('\n');
};

export const intervalCases: readonly Family[] = [
  {
    name: 'interval-cases',
    propose: (view) => {
      const name = new NameSource(view.taken).next('hv');
      return view.variables
        .filter(isNumber)
        .slice(0, 4)
        .flatMap((variable) =>
          intervals(view, variable).flatMap((interval) => {
            const start = cases(name, variable.name, interval);
            return [`${start} <;> first | omega | simp_all${simpList(view)} | grind`, start];
          }),
        )
        .slice(0, 10);
    },
  },
];
