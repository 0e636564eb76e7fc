import type { Premise } from '../../data/premise.ts';

/** A number of each premise, behind those that are known. */
export function lengthsOf(
  premises: readonly Premise[],
  length: (premise: Premise) => number,
  base: Float64Array = new Float64Array(0),
): Float64Array {
  const lengths = new Float64Array(base.length + premises.length);
  lengths.set(base);
  for (const [index, premise] of premises.entries()) lengths[base.length + index] = length(premise);
  return lengths;
}
