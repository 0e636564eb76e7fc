/** What a recurrence yields, as a recursion over the last values that the kernel can evaluate. */
import type { NameSource } from '../../../names.ts';
import type { Recurrence } from './recurrence.ts';

/** The component of a tuple of so many. */
export const component = (tuple: string, place: number, size: number): string =>
  tuple + '.2'.repeat(place) + (place === size - 1 ? '' : '.1');

const index = (offset: number): string => (offset === 0 ? 'n' : `(n + ${offset})`);

export interface Computed {
  readonly fact: string;
  readonly lines: readonly string[];
  /** The function that makes the next values from the last, and what it yields at `n`. */
  readonly step: string;
  readonly recursion: (index: string) => string;
}

/** `∀ n, f (n + start) = (the recursion at n).1 ∧ …`, and its name. */
export function computed(found: Recurrence, names: NameSource): Computed {
  const { name, fact, type, start, order, at, hasCondition, first, next } = found;
  const [all, hypothesis, instance] = [names.next('hr'), names.next('ih'), names.next('hs')];
  const tuple = (items: readonly string[]): string => (items.length === 1 ? items[0]! : `(${items.join(', ')})`);
  const places = Array.from({ length: order }, (_, place) => place);
  const shifted = places.slice(1).map((place) => component('s', place, order));
  const types = places.map(() => type).join(' × ');
  const step = `fun n s => ${tuple([...shifted, next((place) => component('s', place, order))])}`;
  const firstValues = tuple(first.map(({ value }) => `(${value})`));
  const recursion = (index: string): string => `(Nat.rec ${firstValues} (${step}) ${index} : ${types})`;
  const statement = places.map(
    (place) => `${name} ${index(start + place)} = ${component(recursion('n'), place, order)}`,
  );
  const known = places.map((place) => component(hypothesis, place, order));
  const arithmetic = '[Nat.add_assoc, Nat.reduceAdd, Nat.reduceSub, Nat.add_sub_cancel, Nat.reduceSubDiff]';
  return {
    fact: all,
    step: step.replace('fun n s', `fun s : ${types}`),
    recursion,
    lines: [
      `have ${all} : ∀ n, ${statement.join(' ∧ ')} := by`,
      '  intro n',
      '  induction n with',
      `  | zero => exact ${first.length === 1 ? first[0]!.fact : `⟨${first.map(({ fact }) => fact).join(', ')}⟩`}`,
      `  | succ n ${hypothesis} =>`,
      ...(order === 1 ? [] : [`    refine ⟨${[...known.slice(1), '?_'].join(', ')}⟩`]),
      `    have ${instance} := ${fact} ${index(at)}${hasCondition ? ' (by omega)' : ''}`,
      `    simp only ${arithmetic} at ${instance} ⊢`,
      `    rw [${[instance, ...known].join(', ')}]`,
    ],
  };
}

/** That the recursion repeats, so that what it yields far off it yields near. */
export const repetition = (fact: string, { recursion, step }: Computed, period: number): readonly string[] => [
  `have ${fact} : ∀ k r, ${recursion(`(r + ${period} * k)`)} = ${recursion('r')} := by`,
  '  intro k r',
  `  have hn : ∀ n, ${recursion(`(n + ${period})`)} = ${recursion('n')} := by`,
  '    intro n',
  '    induction n with',
  '    | zero => decide +kernel',
  `    | succ n ih => exact congrArg (${step}) ih`,
  '  induction k with',
  '  | zero => rfl',
  '  | succ k ih => rw [Nat.mul_succ, ← Nat.add_assoc, hn, ih]',
];
