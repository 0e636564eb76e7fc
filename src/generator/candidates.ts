import type { Candidate } from '../contracts/generator.ts';

/** One text that a model gave for a tactic. */
export interface Draft {
  readonly text: string;
  /** Equal for drafts that are the same event of the model, such as the same tokens; its probability counts once. */
  readonly identity: string;
  /** Natural logarithm of its probability. */
  readonly logProbability: number;
}

/**
 * Drafts as candidates: those that differ in white space alone are one, with their probabilities added. Empty ones are
 * left out, and those that hold U+FFFD, which stands for bytes that are no UTF-8: no such tactic parses.
 */
export function combineDrafts(drafts: readonly Draft[], count: number): Candidate[] {
  const groups = Map.groupBy(
    drafts.filter(({ text }) => text.trim() !== '' && !text.includes('\uFFFD')),
    ({ text }) => normaliseWhitespace(text),
  );
  return Array.from(groups.values(), (same) => {
    const events = [...new Map(same.map((draft) => [draft.identity, draft])).values()];
    const best = events.reduce((a, b) => (b.logProbability > a.logProbability ? b : a));
    const scaled = events.reduce((sum, event) => sum + Math.exp(event.logProbability - best.logProbability), 0);
    return { tactic: best.text.trim(), logProbability: Math.min(0, best.logProbability + Math.log(scaled)) };
  })
    .toSorted(byProbability)
    .slice(0, count);
}

/** Falling probability; the text decides between equals, so that the order always repeats. */
export const byProbability = (a: Candidate, b: Candidate): number =>
  b.logProbability - a.logProbability || (a.tactic < b.tactic ? -1 : a.tactic > b.tactic ? 1 : 0);

/** Indentation means something to Lean; spaces within a line, at its end, and empty lines do not. */
export const normaliseWhitespace = (tactic: string): string =>
  tactic
    .trim()
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .map((line) => `${/^\s*/.exec(line)![0]}${line.trimStart().replaceAll(/\s+/g, ' ')}`)
    .join('\n');
