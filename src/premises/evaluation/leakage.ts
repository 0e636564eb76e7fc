/** What keeps an evaluation from answering itself. */
import type { Premise } from '../../data/premise.ts';
import type { PremiseLabel } from '../label.ts';
import type { PremiseIndex } from '../premise-index.ts';

/** Labels that selectors may be fitted on: those of held-out theorems are not. */
export const fittingLabels = (labels: readonly PremiseLabel[]): readonly PremiseLabel[] =>
  labels.filter(({ split }) => split === 'train');

/** Labels of a split, without those whose theorem states what one that was fitted on states. */
export function measuredLabels(labels: readonly PremiseLabel[], isMeasured: (split: string) => boolean) {
  const stated = new Set(fittingLabels(labels).map(({ statementHash }) => statementHash));
  return labels.filter(({ split, statementHash }) => isMeasured(split) && !stated.has(statementHash));
}

/**
 * What could be used when the theorem was proved: premises of the modules that its own imports, and of its own module those
 * that stand before it where places are known. Never the theorem itself.
 */
export function accessibleTo(
  index: PremiseIndex,
  { theorem, module }: Pick<PremiseLabel, 'theorem' | 'module'>,
): (premise: Premise) => boolean {
  const reachable = index.reachable(index.imports.get(module) ?? []);
  const place = index.get(theorem)?.position;
  return (premise) => {
    if (premise.name === theorem) return false;
    if (premise.module !== module) return reachable.has(premise.module);
    return place !== undefined && premise.position !== undefined && isBefore(premise.position, place);
  };
}

const isBefore = ([line, column]: readonly [number, number], [other, column2]: readonly [number, number]): boolean =>
  line < other || (line === other && column < column2);
