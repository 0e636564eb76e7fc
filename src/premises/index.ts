export type { Premise, PremiseQuery, PremiseSelector, RankedPremise } from '../contracts/premises.ts';
export { queryOf } from '../contracts/premises.ts';
export {
  type DenseOptions,
  DenseSelector,
  type DialectOptions,
  type Embedder,
  EmbeddingStore,
  OnnxEmbedder,
  ServerEmbedder,
} from './dense/index.ts';
export { PremiseLabel } from './label.ts';
export { PremiseIndex } from './premise-index.ts';
export { RaritySelector } from './selectors/rarity.ts';
