import type { Quality } from './metrics/quality.ts';

/** How large the vocabulary and the datasets of a training are. */
export interface TrainingSizes {
  readonly vocabulary: number;
  readonly examples: number;
  readonly validationExamples: number;
  /** Examples left out because they do not fit in the context. */
  readonly tooLong: number;
  /** Examples left out because they belong to a held-out theorem or name one. */
  readonly leftOut: number;
}

/** What a validation measures, at least. */
export interface Measure {
  /** Mean over the predictions, in nats. */
  readonly loss: number;
}

/** What a training tells while it runs. */
export type TrainingEvent<Q extends Measure = Quality> =
  | (TrainingSizes & {
      readonly kind: 'begun';
      readonly parameters: number;
      readonly totalSteps: number;
      /** The step that it goes on from; 0 for a new training. */
      readonly step: number;
    })
  | {
      readonly kind: 'step';
      readonly step: number;
      readonly epoch: number;
      /** Mean over the predictions of this step, in nats. */
      readonly loss: number;
      readonly gradientNorm: number;
      readonly learningRate: number;
      /** Tokens trained on so far, padding left out. */
      readonly tokens: number;
      readonly tokensPerSecond: number;
    }
  | ({ readonly kind: 'validation'; readonly step: number; readonly best: boolean } & Q)
  | { readonly kind: 'checkpoint'; readonly step: number; readonly path: string };

/** Why a training ended, and what it came to. */
export interface TrainingResult {
  readonly reason: 'finished' | 'converged' | 'stopped';
  readonly step: number;
  /** The step and the validation loss of the weights that the model folder holds, where anything was validated. */
  readonly best: { readonly step: number; readonly loss: number } | null;
  readonly tokens: number;
  readonly seconds: number;
}
