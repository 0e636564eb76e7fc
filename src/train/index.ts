export { type DistanceOptions, defaultDistanceOptions } from './distance/options.ts';
export { type DistanceResult, trainDistance } from './distance/train-distance.ts';
export type { TrainingEvent, TrainingResult } from './events.ts';
export { type IterationOptions, type IterationTools, iterate } from './iterate/iterate.ts';
export type { RoundRecord } from './iterate/round.ts';
export { defaultOptions as defaultTrainingOptions, type ModelSizes, type TrainingOptions } from './options.ts';
export { defaultRetrieverOptions, type RetrieverOptions } from './retriever/options.ts';
export { type ComparisonQuality, trainRetriever } from './retriever/train-retriever.ts';
export { type TrainingEnvironment, train } from './trainer.ts';
