export type { Premise, PremiseQuery, PremiseSelector, PremiseSource, RankedPremise } from '../contracts/premises.ts';
export { queryOf } from '../contracts/premises.ts';
export { listModules } from './accessible/listing.ts';
export { coreLabels } from './core-labels.ts';
export {
  type DenseOptions,
  DenseSelector,
  type DialectOptions,
  type Embedder,
  EmbeddingStore,
  OnnxEmbedder,
  openEmbedder,
  type Passage,
  ServerEmbedder,
  statementPassage,
  statePassage,
} from './dense/index.ts';
export { accessibleTo, fittingLabels, measuredLabels } from './evaluation/leakage.ts';
export { cutoffs, type Measurement, measure } from './evaluation/measure.ts';
export { PremiseLabel } from './label.ts';
export { PremiseIndex } from './premise-index.ts';
export { allSelectors, denseFusionMembers, fusionMembers } from './selectors/all.ts';
export { Bm25Selector } from './selectors/bm25.ts';
export { FusedSelector, FusionWeights, readFusion } from './selectors/fusion.ts';
export { MepoSelector } from './selectors/mepo.ts';
export { NaiveBayesSelector } from './selectors/naive-bayes.ts';
export { NeighbourSelector } from './selectors/neighbours.ts';
export { RaritySelector } from './selectors/rarity.ts';
export { SineSelector } from './selectors/sine.ts';
export { StructureSelector } from './selectors/structure.ts';
export { coreSource, fileSource, librarySource } from './source.ts';
export { isPremise, labelOf } from './used.ts';
