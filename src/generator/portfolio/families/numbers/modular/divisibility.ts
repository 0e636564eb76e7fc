/** Divisibility in other words: multiples written as existentials, and what a greatest common divisor divides. */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import type { Term } from '../../../term/term.ts';
import { argument, operands } from '../../../term/walk.ts';
import type { Fact, GoalView } from '../../../view.ts';
import { simpLists } from '../../recursion/unfolding.ts';
import { statedText, uses } from '../numbers.ts';

/** `∃ k, a = b * k` and `∀ k, ¬ a = b * k` as `b ∣ a` and `¬ b ∣ a`, which `omega` knows. */
function multiples(view: GoalView): readonly string[] {
  const text = statedText(view);
  const types = (['Int', 'Nat'] as const).filter((type) => uses(view, type));
  if (!/[∃∀] [^,]+, ¬?[^=,]+ = \S+ \* \S+/u.test(text)) return [];
  const list = simpLists(view)[0] ?? '';
  const names = new NameSource(view.taken);
  return types.map((type) => {
    const [some, none] = [names.next('hs'), names.next('hn')];
    const given = [list.slice(2, -1), some, none].filter((part) => part !== '').join(', ');
    return [
      `have ${some} : ∀ a b : ${type}, (∃ k, a = b * k) ↔ b ∣ a := fun _ _ => Iff.rfl`,
      `have ${none} : ∀ a b : ${type}, (∀ k, ¬ a = b * k) ↔ ¬ b ∣ a :=`,
      '  fun _ _ => ⟨fun h ⟨k, e⟩ => h k e, fun h k e => h ⟨k, e⟩⟩',
      `simp [${given}] at *`,
      'all_goals omega',
    ].join('\n');
  });
}

interface CommonDivisor {
  readonly text: string;
  readonly args: string;
  readonly type: 'Int' | 'Nat';
}

/** `Nat.gcd a b`, or `a.gcd b`. */
function asCommonDivisor({ kind, head, parts, text }: Term): CommonDivisor | undefined {
  const [first, second, ...more] = parts;
  if (kind !== 'application' || first === undefined || second === undefined || more.length > 0) return undefined;
  if (!/^(?:(?:Nat|Int)\.)?gcd$/.test(head)) return undefined;
  return { text, args: `${argument(first)} ${argument(second)}`, type: head.startsWith('Int.') ? 'Int' : 'Nat' };
}

/** Both numbers are multiples of their greatest common divisor, whose value a fact may say. */
function commonDivisors(view: GoalView): readonly string[] {
  const found = view.subterms.map(asCommonDivisor).filter((divisor) => divisor !== undefined);
  const isSaid = (fact: Fact): boolean =>
    operands(fact.type, '=')?.some(({ text }) => found.some((divisor) => divisor.text === text)) ?? false;
  const given = view.facts.filter(isSaid).map(({ name }) => name);
  return found.slice(0, 2).map(({ args, type }) => {
    const names = new NameSource(view.taken);
    const [left, right] = [names.next('hl'), names.next('hr')];
    return [
      `have ${left} := ${type}.gcd_dvd_left ${args}`,
      `have ${right} := ${type}.gcd_dvd_right ${args}`,
      ...(given.length === 0 ? [] : [`try simp only [${given.join(', ')}] at ${left} ${right}`]),
      'first | omega | grind',
    ].join('\n');
  });
}

export const divisibility: readonly Family[] = [
  { name: 'multiples', propose: multiples },
  { name: 'common-divisors', propose: commonDivisors },
];
