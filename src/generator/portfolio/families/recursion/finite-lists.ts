/**
 * A list of natural numbers without repetitions is known, up to order, by its members: where a fact says which those
 * are, and they are bounded, it is a permutation of a filtered range, whose length and sum the kernel computes.
 */
import type { Family } from '../../family.ts';
import { operands } from '../../term/walk.ts';
import type { Fact, GoalView } from '../../view.ts';

interface Membership {
  readonly list: string;
  readonly nodup: string;
  readonly fact: string;
  /** The variable that ranges over the members, and what a number must satisfy to be one. */
  readonly variable: string;
  readonly condition: string;
}

/** `∀ x, x ∈ list ↔ condition`, with a fact `list.Nodup`. */
function membership({ name, type }: Fact, facts: readonly Fact[]): readonly Membership[] {
  const [variable, ...others] = type.bound;
  const sides = operands(type.parts.at(-1) ?? type, '↔');
  const member = sides === undefined ? undefined : operands(sides[0], '∈');
  if (type.head !== '∀' || variable === undefined || others.length > 0) return [];
  if (sides === undefined || member === undefined || member[0].text !== variable) return [];
  const list = member[1].text;
  const nodup = facts.find((fact) => fact.type.text === `${list}.Nodup`)?.name;
  return nodup === undefined ? [] : [{ list, nodup, fact: name, variable, condition: sides[1].text }];
}

const bounds = [64, 1024];

function tactic({ list, nodup, fact, variable: x, condition }: Membership, conclusion: string, bound: number): string {
  return [
    `have hp : ${list}.Perm ((List.range ${bound}).filter (fun ${x} => ${condition})) := by`,
    `  refine List.perm_iff_count.mpr fun ${x} => ?_`,
    `  have hn := ${fact} ${x}`,
    `  have hb : ${condition} → ${x} < ${bound} := by`,
    '    intro h',
    '    first',
    '      | omega',
    '      | exact Nat.lt_of_le_of_lt (Nat.le_of_dvd (by decide) h) (by decide)',
    '      | (apply Nat.lt_of_not_le; intro hle; have hsq := Nat.mul_le_mul hle hle; grind)',
    `  rw [List.Nodup.count ${nodup}]`,
    `  by_cases hc : ${condition}`,
    '  · rw [if_pos (hn.mpr hc), List.count_filter (decide_eq_true hc), List.Nodup.count List.nodup_range,',
    '      if_pos (List.mem_range.mpr (hb hc))]',
    '  · rw [if_neg (mt hn.mp hc), List.count_eq_zero.mpr fun hm => hc (of_decide_eq_true (List.mem_filter.mp hm).2)]',
    `rw [hp.${conclusion}]`,
    'decide +kernel',
  ].join('\n');
}

function known({ facts, target }: GoalView): readonly string[] {
  return facts
    .flatMap((fact) => membership(fact, facts))
    .flatMap((member) => {
      const conclusion = target.text.includes(`${member.list}.length`)
        ? 'length_eq'
        : target.text.includes(`${member.list}.sum`)
          ? 'sum_nat'
          : undefined;
      return conclusion === undefined ? [] : bounds.map((bound) => tactic(member, conclusion, bound));
    });
}

export const finiteLists: readonly Family[] = [{ name: 'finite-list', propose: known }];
