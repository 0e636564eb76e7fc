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

/** Every selector that needs no model, over one index, and their fusion. */
export function allSelectors(index: PremiseIndex, proved: readonly Proved[]): readonly PremiseSelector[] {
  const rarity = new RaritySelector(index.premises);
  const bm25 = new Bm25Selector(index.premises);
  const bayes = new NaiveBayesSelector(index, proved);
  const neighbours = new NeighbourSelector(index, proved);
  const mepo = new MepoSelector(index.premises);
  const fused = new FusedSelector([
    { selector: bm25, weight: 4 },
    { selector: mepo, weight: 1.5 },
    { selector: rarity, weight: 1 },
    { selector: neighbours, weight: 1 },
    { selector: bayes, weight: 1 },
  ]);
  return [rarity, bm25, mepo, new SineSelector(index.premises), bayes, neighbours, fused];
}
