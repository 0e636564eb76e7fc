import type { PremiseSelector } from '../../contracts/premises.ts';
import type { PremiseLabel } from '../label.ts';
import type { PremiseIndex } from '../premise-index.ts';
import { Bm25Selector } from './bm25.ts';
import { FusedSelector } from './fusion.ts';
import { MepoSelector } from './mepo.ts';
import { NaiveBayesSelector } from './naive-bayes.ts';
import { NeighbourSelector } from './neighbours.ts';
import { RaritySelector } from './rarity.ts';
import { SineSelector } from './sine.ts';
import { StructureSelector } from './structure.ts';

type Proved = Pick<PremiseLabel, 'theorem' | 'constants' | 'premises'>;

/** What the fusion without a model is made of, over one index. */
export const fusionMembers = (index: PremiseIndex, proved: readonly Proved[]): readonly PremiseSelector[] => [
  new RaritySelector(index.premises),
  new Bm25Selector(index.premises),
  new MepoSelector(index.premises),
  new NaiveBayesSelector(index, proved),
  new NeighbourSelector(index, proved),
];

/** What a dense selector is fused with: what the other members add to these is within the noise. */
export const denseFusionMembers = (index: PremiseIndex, proved: readonly Proved[]): readonly PremiseSelector[] => [
  new Bm25Selector(index.premises),
  new StructureSelector(index.premises),
  new NeighbourSelector(index, proved),
];

/** Every selector that needs no model, over one index, and their fusion. */
export function allSelectors(index: PremiseIndex, proved: readonly Proved[]): readonly PremiseSelector[] {
  const members = fusionMembers(index, proved);
  const others = [new SineSelector(index.premises), new StructureSelector(index.premises)];
  return [...members, ...others, new FusedSelector(members)];
}
