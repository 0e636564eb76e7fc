/** Orders and other relations that the file defines by an existential or a conjunction: taken apart, and shown by a witness. */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import { operands } from '../../term/walk.ts';
import type { Fact, GoalView } from '../../view.ts';
import { grindList } from '../recursion/unfolding.ts';

const libraryNumbers = /^(?:Nat|Int|Rat|Fin|BitVec|UInt|ISize|USize|Char|String|Float|Bool)\b/;

/** Is it about values of a type that the library does not order? */
function isOwnOrder({ variables }: GoalView, type: Fact['type']): boolean {
  const sides = operands(type, '≤', '<', '≥', '>', '∣');
  return (
    sides?.some((side) =>
      variables.some(
        (variable) =>
          variable.name === side.text && !libraryNumbers.test(variable.type) && !libraryNumbers.test(variable.head),
      ),
    ) ?? false
  );
}

export const ownOrders: readonly Family[] = [
  {
    name: 'open-own-order',
    propose: (view) => {
      const facts = view.facts.filter(({ type }) => isOwnOrder(view, type)).slice(0, 4);
      if (facts.length === 0) return [];
      const names = new NameSource(view.taken);
      const all = facts.map(({ name }) => `obtain ⟨${names.next('w')}, ${names.next('hw')}⟩ := ${name}`);
      return [all.join('\n'), ...(all.length > 1 ? all.slice(0, 2) : []), `${all.join('\n')}\nsubst_vars`];
    },
  },
  {
    name: 'show-own-order',
    propose: (view) => {
      if (!isOwnOrder(view, view.target)) return [];
      const names = view.variables.map(({ name }) => name);
      const sums = names.flatMap((a, index) => names.slice(index + 1).map((b) => `${a} + ${b}`));
      const terms = [...names.toReversed(), '0', '1', ...sums.toReversed()].slice(0, 8);
      return ['refine ⟨_, rfl⟩', ...terms.map((term) => `refine ⟨${term}, ?_⟩`)];
    },
  },
  {
    name: 'show-own-order-grind',
    propose: (view) => {
      if (!isOwnOrder(view, view.target)) return [];
      const names = view.variables.map(({ name }) => name).slice(0, 4);
      const list = view.localTheorems.slice(0, 24).join(', ');
      const finish = list === '' ? `grind${grindList(view)}` : `grind [${list}]`;
      return names.map((term) => `exact ⟨${term}, by ${finish}⟩`);
    },
  },
];
