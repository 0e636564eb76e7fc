import { z } from 'zod';

/**
 * How a proof state becomes the text that a model reads, and a tactic the text that it writes. It is a parameter of
 * the model and is stored beside it.
 */
export const PromptFormat = z.object({
  /** Before and after the state. */
  beforeState: z.string(),
  afterState: z.string(),
  /** After the tactic: the text at which generation stops. */
  stop: z.string(),
});
export type PromptFormat = z.infer<typeof PromptFormat>;

/** The format of the published `[GOAL]…[PROOFSTEP]` provers, and the default everywhere. */
export const goalProofstep: PromptFormat = {
  beforeState: '[GOAL]',
  afterState: '[PROOFSTEP]',
  stop: '<|endoftext|>',
};

export const renderInput = (format: PromptFormat, state: string): string =>
  `${format.beforeState}${state}${format.afterState}`;

export const renderOutput = (format: PromptFormat, tactic: string): string => `${tactic}${format.stop}`;
