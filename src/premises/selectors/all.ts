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

type Proved = Pick<PremiseLabel, 'theorem' | 'constants' | 'premises'>;

/** What the fusion is made of, over one index. */
export const fusionMembers = (index: PremiseIndex, proved: readonly Proved[]): readonly PremiseSelector[] => [
  new RaritySelector(index.premises),
  new Bm25Selector(index.premises),
  new MepoSelector(index.premises),
  new NaiveBayesSelector(index, proved),
  new NeighbourSelector(index, proved),
];

/** Every selector that needs no model, over one index, and their fusion. */
export function allSelectors(index: PremiseIndex, proved: readonly Proved[]): readonly PremiseSelector[] {
  const members = fusionMembers(index, proved);
  return [...members, new SineSelector(index.premises), new FusedSelector(members)];
}
