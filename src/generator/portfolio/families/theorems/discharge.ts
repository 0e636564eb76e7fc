import type { GoalView } from '../../view.ts';

/** At most this many facts and values whose parts are tried. */
const most = 4;

/** Connectives and relations whose one constructor has no parts that a theorem would ask for. */
const plain = new Set(['Eq', 'HEq', 'Iff', 'True', 'Nat.le']);

/**
 * What discharges the assumptions of a theorem of the library: assumptions of the goal, or parts of them and of values
 * that carry a proof (`h.1`, `m.2`). Absent where the goal has nothing of the kind.
 */
export function discharger({ goal, facts, variables }: GoalView): string | undefined {
  const instances = new Set(goal.hypotheses.filter(({ isInstance }) => isInstance).map(({ name }) => name));
  const own = facts.filter(({ name }) => !instances.has(name));
  const parts = own
    .filter(({ head, constructors }) => constructors.length === 1 && !plain.has(head))
    .slice(0, most)
    .flatMap(({ name, head }) => (head === 'And' ? [`${name}.1`, `${name}.2`] : [`${name}.1`]));
  const carried = variables
    .filter(({ constructors, head }) => constructors.length === 1 && head !== 'Prod' && head !== 'PUnit')
    .slice(0, most)
    .map(({ name }) => `${name}.2`);
  const alternatives = [...parts, ...carried].map((term) => ` | exact ${term}`);
  if (alternatives.length > 0) return `first | assumption${alternatives.join('')}`;
  return own.length > 0 ? 'assumption' : undefined;
}
