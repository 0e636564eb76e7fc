/** Facts about bounded natural numbers, refuted by the kernel for all values. */
import type { NameSource } from '../../../names.ts';

/** A natural number, and the fact that it is below the bound. */
export interface Bounded {
  readonly variable: string;
  readonly fact: string;
}

const letters = ['a', 'b', 'c', 'd'];

/**
 * What is decided for each value is decided for all: as a Boolean over lists, which the kernel evaluates several times
 * faster than nested quantifiers, and for which Lean does not give up looking for how to decide it.
 */
function allBelow(name: string, count: number, bound: number): readonly string[] {
  const values = letters.slice(0, count);
  const property = ['P', ...values].join(' ');
  const tests = values.map((value) => `(List.range ${bound}).all fun ${value} => `).join('');
  const each = values.map((value) => `∀ ${value}, ${value} < ${bound} → `).join('');
  const given = values.flatMap((value) => [value, `l${value}`]).join(' ');
  return [
    `have ${name} : ∀ (P : ${'Nat → '.repeat(count)}Prop) [∀ ${values.join(' ')}, Decidable (${property})],`,
    `    (${tests}decide (${property})) = true → ${each}${property} := by`,
    `  intro P _ h ${given}`,
    '  simp only [List.all_eq_true, List.mem_range, decide_eq_true_eq] at h',
    `  exact h ${given}`,
  ];
}

/** That the facts do not hold together, where all that they speak of is below the bound. */
export function refutedByValues(
  bounded: readonly Bounded[],
  facts: readonly string[],
  bound: number,
  names: NameSource,
): readonly string[] {
  const [together, all] = [names.next('ht'), names.next('ha')];
  return [
    `have ${together} := ${facts.reduceRight((rest, fact) => `(And.intro ${fact} ${rest})`)}`,
    `clear ${facts.join(' ')}; revert ${together}`,
    ...bounded.map(({ variable, fact }) => `revert ${fact}; revert ${variable}`).toReversed(),
    ...allBelow(all, bounded.length, bound),
    `exact ${all} _ (by decide +kernel)`,
  ];
}
