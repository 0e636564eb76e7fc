/**
 * A number that a file calls prime since nothing but 1 and itself divides it: what it divides a product of, it divides a
 * factor of. Such a definition comes without this theorem.
 */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import { sameName } from '../../../own-constants.ts';
import { argument } from '../../../term/walk.ts';
import type { GoalView } from '../../../view.ts';
import { speaksOf, statedText, uses } from '../numbers.ts';

/** Facts that apply a predicate of the file's own to a natural number, or say outright what divides it. */
function primes({ facts, own, variables }: GoalView): readonly { readonly fact: string; readonly number: string }[] {
  return facts.flatMap(({ name, type }) => {
    const [only, ...others] = type.parts;
    const isOwn = type.kind === 'application' && own.predicates.some((predicate) => sameName(predicate, type.head));
    if (isOwn && only !== undefined && others.length === 0) return [{ fact: name, number: argument(only) }];
    const divided = /∀ (?:\()?([^\s:,]+)(?: : Nat\))?, \1 ∣ (\S+) → \1 = 1 ∨ \1 = \2/u.exec(type.text)?.[2];
    const isVariable = variables.some((variable) => variable.name === divided);
    return isVariable && divided !== undefined && type.head === '∧' ? [{ fact: name, number: divided }] : [];
  });
}

function tactic(view: GoalView, fact: string, number: string): string {
  const names = new NameSource(view.taken);
  const [natural, integral, whole] = [names.next('hn'), names.next('hi'), names.next('hw')];
  const divisor = names.next('hg');
  const type = uses(view, 'Int') ? 'Int' : 'Nat';
  const about = view.facts.filter(({ type }) => /[∣%]/.test(type.text) && !/[∀∃]/u.test(type.text));
  const at = about.length === 0 ? '' : ` at ${about.map(({ name }) => name).join(' ')} ⊢`;
  const laws = [`${type}.pow_succ`, `${type}.pow_zero`, `${type}.one_mul`];
  const divides = type === 'Int' ? '← Int.dvd_iff_emod_eq_zero' : '← Nat.dvd_iff_mod_eq_zero';
  return [
    `have ${natural} : ∀ a b : Nat, ${number} ∣ a * b ↔ ${number} ∣ a ∨ ${number} ∣ b := by`,
    `  refine fun a b => ⟨fun ${whole} => ?_, fun ${divisor} => ${divisor}.elim (Nat.dvd_mul_right_of_dvd · b) (Nat.dvd_mul_left_of_dvd · a)⟩`,
    `  rcases ${fact}.2 _ (Nat.gcd_dvd_left ${number} a) with ${divisor} | ${divisor}`,
    `  · exact Or.inr (Nat.Coprime.dvd_of_dvd_mul_left ${divisor} ${whole})`,
    `  · exact Or.inl (${divisor} ▸ Nat.gcd_dvd_right ${number} a)`,
    ...(type === 'Nat'
      ? []
      : [
          `have ${integral} : ∀ a b : Int, (${number} : Int) ∣ a * b ↔ (${number} : Int) ∣ a ∨ (${number} : Int) ∣ b := by`,
          '  refine fun a b => ⟨fun h => ?_, fun h => h.elim Int.dvd_mul_of_dvd_left Int.dvd_mul_of_dvd_right⟩',
          `  have hp : ${number} ∣ a.natAbs * b.natAbs := Int.natAbs_mul a b ▸ Int.natAbs_dvd_natAbs.mpr h`,
          `  exact ((${natural} _ _).mp hp).imp (Int.natAbs_dvd_natAbs.mp ·) (Int.natAbs_dvd_natAbs.mp ·)`,
        ]),
    `simp only [${[...laws, divides, type === 'Nat' ? natural : integral, 'or_self'].join(', ')}]${at}`,
    'all_goals grind',
  ].join('\n');
}

export const primeDivisors: readonly Family[] = [
  {
    name: 'euclid',
    propose: (view) =>
      uses(view, 'Dvd.dvd') || uses(view, 'HMod.hMod')
        ? primes(view)
            .filter(({ number }) => number !== '' && speaksOf(statedText(view), number))
            .slice(0, 2)
            .map(({ fact, number }) => tactic(view, fact, number))
        : [],
  },
];
