/** Powers modulo a number repeat: induction by the length of the period, and the remainders that can occur at all. */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import type { GoalView } from '../../../view.ts';
import { statedText, uses } from '../numbers.ts';

const longestPeriod = 16;

/** The remainders of the powers of a number, from the 0th on, until they repeat; where the repetition starts. */
function cycle(
  base: number,
  modulus: number,
): { readonly remainders: readonly number[]; readonly start: number } | undefined {
  const remainders: number[] = [];
  for (let power = 1 % modulus; remainders.length <= longestPeriod; power = (power * base) % modulus) {
    const start = remainders.indexOf(power);
    if (start >= 0) return { remainders, start };
    remainders.push(power);
  }
  return undefined;
}

/** Numbers raised to powers that are no numerals. */
const bases = (view: GoalView): readonly number[] => [
  ...new Set(
    [...statedText(view).matchAll(/(?<![\p{L}\p{N}_.])(\d{1,4}) \^ (?!\d)/gu)].map((match) => Number(match[1])),
  ),
];

const moduli = (view: GoalView): readonly number[] =>
  [
    ...new Set(
      [...statedText(view).matchAll(/% (\d{1,3})(?!\d)|(?<![\p{L}\p{N}_.])(\d{1,3}) ∣|MOD (\d{1,3})\]/gu)].map(
        (match) => Number(match[1] ?? match[2] ?? match[3]),
      ),
    ),
  ].filter((modulus) => modulus > 1);

/** An induction that goes back as many steps as a period has; `finish` proves a step from its hypotheses. */
export function backwardInduction(variable: string, steps: number, fact: string, base: string, finish: string): string {
  const first = Array.from({ length: steps }, (_, value) => `  | ${value}, _ => ${base}`);
  const lines = Array.from({ length: steps }, (_, step) => {
    const before = step === 0 ? variable : `(${variable} + ${step})`;
    return `    have ${fact}${step} := ${fact} ${before} (by omega)`;
  });
  return [
    `induction ${variable} using Nat.strongRecOn with`,
    `| _ ${variable} ${fact} =>`,
    `  match ${variable}, ${fact} with`,
    ...first,
    `  | ${variable} + ${steps}, ${fact} =>`,
    ...lines,
    `    ${finish}`,
  ].join('\n');
}

export const periods: readonly Family[] = [
  {
    name: 'power-period',
    propose: (view) => {
      if (!uses(view, 'HPow.hPow')) return [];
      const variable = view.variables.find(({ name, type }) => type === 'Nat' && view.occurrences.has(name));
      const fact = new NameSource(view.taken).next('ih');
      const lengths = bases(view).flatMap((base) =>
        moduli(view).flatMap((modulus) => {
          const found = cycle(base, modulus);
          return found === undefined ? [] : [found.remainders.length - found.start];
        }),
      );
      const length = lengths.reduce((a, b) => Math.max(a, b), 0);
      if (variable === undefined || length < 1 || length > 8) return [];
      const finish = `simp only [Nat.pow_succ, Nat.mul_add] at *; omega`;
      return [backwardInduction(variable.name, length, fact, 'decide', finish)];
    },
  },
  {
    name: 'power-remainders',
    propose: (view) => {
      if (!uses(view, 'HPow.hPow')) return [];
      const fact = new NameSource(view.taken).next('hr');
      return bases(view)
        .slice(0, 2)
        .flatMap((base) =>
          moduli(view)
            .slice(0, 2)
            .flatMap((modulus) => {
              const found = cycle(base, modulus);
              if (found === undefined) return [];
              const values = [...new Set(found.remainders)].toSorted((a, b) => a - b);
              const statement = values.map((value) => `${base} ^ k % ${modulus} = ${value}`).join(' ∨ ');
              const exponents = [
                ...new Set(
                  [...statedText(view).matchAll(/\d \^ (\([^()]*\)|[\p{L}_][\p{L}\p{N}_']*)/gu)].map(
                    (match) => match[1] ?? '',
                  ),
                ),
              ];
              if (exponents.length === 0) return [];
              const instances = exponents
                .slice(0, 3)
                .map((exponent, index) => `have ${fact}${index} := ${fact} ${exponent}`);
              return [
                [
                  `have ${fact} : ∀ k : Nat, ${statement} := by`,
                  `  intro k; induction k with`,
                  `  | zero => decide`,
                  `  | succ k ihk => rw [Nat.pow_succ]; omega`,
                  ...instances,
                  'omega',
                ].join('\n'),
              ];
            }),
        );
    },
  },
];
