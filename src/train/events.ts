import type { Quality } from './metrics/quality.ts';

/** What a training tells while it runs. */
export type TrainingEvent =
  | {
      readonly kind: 'begun';
      readonly parameters: number;
      readonly vocabulary: number;
      readonly examples: number;
      readonly validationExamples: number;
      /** Steps left out because they do not fit in the context. */
      readonly tooLong: number;
      /** Steps of logs left out because they belong to a held-out theorem or name one. */
      readonly leftOut: number;
      readonly totalSteps: number;
      /** The step that it goes on from; 0 for a new training. */
      readonly step: number;
    }
  | {
      readonly kind: 'step';
      readonly step: number;
      readonly epoch: number;
      /** Mean over the output tokens of this step, in nats. */
      readonly loss: number;
      readonly gradientNorm: number;
      readonly learningRate: number;
      /** Tokens trained on so far, padding left out. */
      readonly tokens: number;
      readonly tokensPerSecond: number;
    }
  | ({ readonly kind: 'validation'; readonly step: number; readonly best: boolean } & Quality)
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
