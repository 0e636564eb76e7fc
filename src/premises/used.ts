/** What a proof used, as labels. */
import type { TheoremUses } from '../lean/index.ts';
import type { PremiseLabel } from './label.ts';
import type { PremiseIndex } from './premise-index.ts';

/** What a statement speaks of that speaks of nothing but logic. */
const logical = new Set(
  [
    'Eq',
    'HEq',
    'Ne',
    'True',
    'False',
    'Not',
    'And',
    'Or',
    'Iff',
    'Exists',
    'ite',
    'dite',
    'Decidable',
    'Nonempty',
  ].concat([
    'Bool',
    'Bool.true',
    'Bool.false',
    'Decidable.decide',
    'Inhabited',
    'Classical.choice',
    'outParam',
    'Subsingleton',
  ]),
);

/**
 * Is it worth looking for? Theorems of logic alone (`congrArg`, `Eq.trans`, `of_eq_true`, `if_pos`) stand in nearly every proof
 * term, put there by tactics; they are no premises that anybody looks for.
 */
export function isPremise(index: PremiseIndex, name: string): boolean {
  const premise = index.get(name);
  return premise !== undefined && !premise.constants.every((constant) => logical.has(constant));
}

export function labelOf(
  index: PremiseIndex,
  { name, module, goal, uses, statementHash }: TheoremUses,
  { split, proof }: Pick<PremiseLabel, 'split' | 'proof'>,
): PremiseLabel {
  return {
    theorem: name,
    module,
    split,
    state: goal.pretty,
    constants: [...goal.constants],
    head: goal.head,
    premises: uses.filter((used) => used !== name && isPremise(index, used)).toSorted(),
    proof,
    statementHash,
  };
}
