/** Remainders and divisibility: case by case, or computed from the remainders that the facts give. */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import type { GoalView } from '../../../view.ts';
import { isNumber, statedText, uses } from '../numbers.ts';

/** Small moduli of the goal, the smallest first. */
function moduli(view: GoalView): readonly number[] {
  const text = statedText(view);
  const found = [...text.matchAll(/% (\d+)|(?<!\S)(\d+) ∣/gu)].map((match) => Number(match[1] ?? match[2]));
  return [...new Set(found)].filter((modulus) => modulus > 1 && modulus <= 12).toSorted((a, b) => a - b);
}

const remainderLemmas = (type: string): string =>
  type === 'Int'
    ? 'Int.pow_succ, Int.mul_emod, Int.add_emod, Int.sub_emod, Int.dvd_iff_emod_eq_zero'
    : 'Nat.pow_succ, Nat.mul_mod, Nat.add_mod, Nat.dvd_iff_mod_eq_zero';

/** Remainders computed from those that the facts give. */
const knownRemainders: Family = {
  name: 'remainder-simp',
  propose: (view) => {
    if (!uses(view, 'HMod.hMod') && !uses(view, 'Dvd.dvd')) return [];
    const given = view.facts.filter(({ type }) => type.text.includes(' % ')).map(({ name }) => name);
    const lemmas = remainderLemmas(uses(view, 'Int') ? 'Int' : 'Nat');
    return [`simp [${[...given, lemmas].join(', ')}]`, `simp_all [${lemmas}]`];
  },
};

/** `x % m = 0 ∨ x % m = 1 ∨ …`, and the cases evaluated one by one. */
const remainderCases: Family = {
  name: 'remainder-cases',
  propose: (view) => {
    if (!uses(view, 'HMod.hMod') && !uses(view, 'Dvd.dvd')) return [];
    const name = new NameSource(view.taken).next('hm');
    const variables = view.variables.filter((variable) => isNumber(variable) && view.occurrences.has(variable.name));
    return variables.slice(0, 2).flatMap(({ name: variable, type }) =>
      moduli(view)
        .slice(0, 2)
        .map((modulus) => {
          const values = Array.from({ length: modulus }, (_, value) => `${variable} % ${modulus} = ${value}`);
          const cases = values.map(() => name).join(' | ');
          return `have ${name} : ${values.join(' ∨ ')} := by omega\nrcases ${name} with ${cases} <;> simp_all [${remainderLemmas(type)}]`;
        }),
    );
  },
};

export const remainders: readonly Family[] = [remainderCases, knownRemainders];
