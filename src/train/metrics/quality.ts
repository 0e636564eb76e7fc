/** What a loss means for a search. */
export interface Quality {
  /** Mean of -log p over output tokens, in nats. */
  readonly loss: number;
  /** Between how many equally likely tokens the model is torn, on average: exp(loss). */
  readonly perplexity: number;
  /** Mean length of an output in tokens, end-of-text included. */
  readonly length: number;
  /**
   * exp(-loss · length): the chance that a whole tactic comes out as it is in the dataset. A lower bound of the mean
   * chance, by the convexity of exp.
   */
  readonly chance: number;
}

export function quality(summedLoss: number, tokens: number, examples: number): Quality {
  const loss = summedLoss / tokens;
  const length = tokens / examples;
  return { loss, perplexity: Math.exp(loss), length, chance: Math.exp(-loss * length) };
}

/** The chance that at least one of `samples` independent samples is right. */
export const chanceOf = (chance: number, samples: number): number => -Math.expm1(samples * Math.log1p(-chance));
