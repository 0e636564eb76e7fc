/** Theorems that the file has proved before: the nearest, and those whose names speak of what the goal is about. */
import type { Family } from '../../family.ts';
import { relatedByName } from '../../related.ts';
import type { GoalView } from '../../view.ts';
import { simpList } from '../recursion/unfolding.ts';

/** At most this many by name, and the nearest two. */
export const chosenTheorems = (view: GoalView, most: number): readonly string[] => [
  ...new Set([...relatedByName(view.localTheorems, view.goal.constants, most), ...view.localTheorems.slice(0, 2)]),
];

const each = (name: string, most: number, ...tactics: readonly ((theorem: string) => string)[]): Family => ({
  name,
  propose: (view) => chosenTheorems(view, most).flatMap((theorem) => tactics.map((tactic) => tactic(theorem))),
});

/** The file's theorems and its definitions together, as one list. */
const together = (name: string, most: number, tactic: (list: string) => string): Family => ({
  name,
  propose: (view) => {
    const theorems = chosenTheorems(view, most);
    const definitions = simpList(view).slice(2, -1);
    return theorems.length === 0
      ? []
      : [
          tactic(theorems.join(', ')),
          ...(definitions === '' ? [] : [tactic(`${theorems.join(', ')}, ${definitions}`)]),
        ];
  },
});

export const localTheorems: readonly Family[] = [
  each('local-exact', 6, (theorem) => `exact ${theorem} ..`),
  each('local-apply', 6, (theorem) => `apply ${theorem}`),
  each('local-rewrite', 8, (theorem) => `rw [${theorem}]`),
  each('local-rewrite-back', 5, (theorem) => `rw [← ${theorem}]`),
  each('local-simp', 5, (theorem) => `simp [${theorem}]`),
  together('local-simp-many', 10, (list) => `simp [${list}]`),
  together('local-simp-all-many', 10, (list) => `simp_all [${list}]`),
  together('local-grind-many', 10, (list) => `grind [${list}]`),
];
