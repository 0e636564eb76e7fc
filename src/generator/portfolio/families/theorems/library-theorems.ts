import type { Family } from '../../family.ts';
import type { Premise } from '../../library.ts';
import type { PremiseIndex } from '../../premises.ts';
import type { GoalView } from '../../view.ts';

/** Names that nobody writes: generated, or internal to a decision procedure. */
const isUsable = ({ name }: Premise): boolean =>
  !/^(?:Lean|_private)\b|Internal|\.match_|\.(?:eq_\d+|sizeOf_spec)$/.test(name);

const selected = 24;

/** Theorems of the library, chosen by the constants that they share with the goal. */
export function libraryTheorems(index: PremiseIndex): readonly Family[] {
  const cache = new WeakMap<GoalView, readonly Premise[]>();
  const premises = (view: GoalView): readonly Premise[] => {
    const known = cache.get(view);
    if (known !== undefined) return known;
    const found = index.select(view.goal, selected, isUsable).map(({ premise }) => premise);
    cache.set(view, found);
    return found;
  };
  const each = (
    name: string,
    most: number,
    wanted: (premise: Premise, view: GoalView) => boolean,
    tactic: (premise: string) => string,
  ): Family => ({
    name,
    propose: (view) =>
      premises(view)
        .filter((premise) => wanted(premise, view))
        .slice(0, most)
        .map((premise) => tactic(premise.name)),
  });
  const concludes = ({ head }: Premise, { goal }: GoalView): boolean => head === goal.head;
  const rewrites = ({ rewrites }: Premise): boolean => rewrites;
  const together = (name: string, most: number, tactic: (list: string) => string): Family => ({
    name,
    propose: (view) => {
      const names = premises(view)
        .slice(0, most)
        .map((premise) => premise.name);
      return names.length === 0 ? [] : [tactic(names.join(', '))];
    },
  });
  return [
    each('library-exact', 6, concludes, (name) => `exact ${name} ..`),
    each('library-apply', 6, concludes, (name) => `apply ${name}`),
    each('library-rewrite', 8, rewrites, (name) => `rw [${name}]`),
    each('library-rewrite-back', 4, rewrites, (name) => `rw [← ${name}]`),
    each('library-simp', 6, rewrites, (name) => `simp [${name}]`),
    together('library-simp-many', 6, (list) => `simp [${list}]`),
    each(
      'library-grind',
      3,
      () => true,
      (name) => `grind [${name}]`,
    ),
    together('library-grind-many', 4, (list) => `grind [${list}]`),
  ];
}
