export type { Premise, PremiseQuery, PremiseSelector, RankedPremise } from '../contracts/premises.ts';
export { queryOf } from '../contracts/premises.ts';
export { PremiseLabel } from './label.ts';
export { PremiseIndex } from './premise-index.ts';
export { RaritySelector } from './selectors/rarity.ts';
