export type { TrainingEvent, TrainingResult } from './events.ts';
export { type IterationOptions, type IterationTools, iterate } from './iterate/iterate.ts';
export type { RoundRecord } from './iterate/round.ts';
export { defaultOptions as defaultTrainingOptions, type ModelSizes, type TrainingOptions } from './options.ts';
export { type TrainingEnvironment, train } from './trainer.ts';
