/** Tokens that are looked back at, and the longest period that counts as a loop. */
const span = 32;
const longestPeriod = 8;

/**
 * Has a sample fallen into a loop: are its last 32 tokens one group of at most 8 tokens, repeated? Small models do so,
 * and no such text becomes a tactic; the row is better spent on another.
 */
export function isLooping(tokens: readonly number[]): boolean {
  if (tokens.length < span) return false;
  for (let period = 1; period <= longestPeriod; period++) {
    if (hasPeriod(tokens, period)) return true;
  }
  return false;
}

function hasPeriod(tokens: readonly number[], period: number): boolean {
  for (let i = tokens.length - 1; i >= tokens.length - span + period; i--) {
    if (tokens[i] !== tokens[i - period]) return false;
  }
  return true;
}
