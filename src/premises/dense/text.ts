import { z } from 'zod';

/** How an embedding model reads texts; it is a parameter of the model and is stored in its `ariadne.json`. */
export const EmbeddingFormat = z.object({
  /** What stands before a text, so that the model can tell the kinds apart. */
  prompts: z.object({ state: z.string(), statement: z.string() }).default({ state: '', statement: '' }),
  /** Longest text, in tokens. */
  contextLength: z.int().positive(),
});
export type EmbeddingFormat = z.infer<typeof EmbeddingFormat>;

/**
 * At most `limit` tokens of a text. A longer one loses its middle: a quarter from the front, which has the name of a
 * premise or the types of a goal, and the rest from the end, which has the conclusion.
 */
export function fitTokens(tokens: readonly number[], limit: number): readonly number[] {
  if (tokens.length <= limit) return tokens;
  const front = limit >>> 2;
  return [...tokens.slice(0, front), ...tokens.slice(front - limit)];
}
