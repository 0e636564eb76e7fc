/**
 * Inequalities with a power whose exponent is a variable: induction, where the hypothesis multiplied by the base is most of
 * the step. Where the exponent has a lower bound, induction starts there.
 */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import { argument, atoms, operands } from '../../../term/walk.ts';
import type { GoalView } from '../../../view.ts';
import { speaksOf, uses } from '../numbers.ts';

/** Bases of powers with the variable in their exponents. */
const bases = (view: GoalView, variable: string): readonly string[] => [
  ...new Set(
    view.targetSubterms
      .map((term) => operands(term, '^'))
      .flatMap((sides) => (sides !== undefined && [...atoms(sides[1])].includes(variable) ? [argument(sides[0])] : [])),
  ),
];

const numberOf = (view: GoalView, base: string): 'Int' | 'Nat' | 'Rat' => {
  const types = view.variables.filter(({ name }) => speaksOf(base, name)).map(({ type }) => type);
  return types.includes('Rat')
    ? 'Rat'
    : types.includes('Int') || (types.length === 0 && uses(view, 'Int'))
      ? 'Int'
      : 'Nat';
};

function step(
  view: GoalView,
  base: string,
  variable: string,
  hypothesis: string,
  names: NameSource,
): readonly string[] {
  const type = numberOf(view, base);
  if (type === 'Nat') return [`have ${names.next('hp')} := Nat.mul_le_mul_right ${base} ${hypothesis}`];
  const other = view.variables.find(({ type: found }) => found === type)?.name;
  const exponent = `(show 0 ≤ (${variable} : ${type}) by grind)`;
  const square = `(Lean.Grind.OrderedRing.sq_nonneg (a := ${other}))`;
  const squares =
    other === undefined ? [] : [`have ${names.next('hq')} := Lean.Grind.OrderedRing.mul_nonneg ${exponent} ${square}`];
  const product = `${type}.mul_le_mul_of_nonneg_right ${hypothesis} (show 0 ≤ ${base} by grind)`;
  return [`have ${names.next('hp')} := ${product}`, ...squares];
}

/** `a ≤ n` with the number that the variable starts from. */
const lowerBound = (view: GoalView, variable: string): string | undefined =>
  view.facts.find(({ type }) => {
    const sides = operands(type, '≤', '<');
    return sides?.[1].text === variable && /^\d+$/.test(sides[0].text);
  })?.name;

export const powerInduction: readonly Family[] = [
  {
    name: 'power-induction',
    propose: (view) => {
      if (!uses(view, 'HPow.hPow') || operands(view.target, '<', '≤', '>', '≥') === undefined) return [];
      return view.variables
        .filter(({ type }) => type === 'Nat')
        .flatMap(({ name: variable }) => bases(view, variable).map((base) => ({ variable, base })))
        .slice(0, 2)
        .map(({ variable, base }) => {
          const names = new NameSource(view.taken);
          const hypothesis = names.next('ih');
          const bound = lowerBound(view, variable);
          const multiplied = step(view, base, variable, hypothesis, names);
          const lower =
            bound === undefined ? [] : [`have ${names.next('hq')} := Nat.mul_le_mul_right ${variable} ${bound}`];
          const cases =
            bound === undefined
              ? [`induction ${variable} with`, '| zero => first | simp | grind', `| succ ${variable} ${hypothesis} =>`]
              : [
                  `induction ${bound} with`,
                  '| refl => first | decide | grind',
                  `| @step ${variable} ${bound} ${hypothesis} =>`,
                ];
          return [...cases, ...[...multiplied, ...lower, 'grind'].map((line) => `  ${line}`)].join('\n');
        });
    },
  },
];
