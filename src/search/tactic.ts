import type { Candidate } from '../contracts/generator.ts';

/**
 * The text of a tactic as it is tried, shown and written into a script: without blank lines around it, trailing blanks
 * and common indentation.
 */
export function tidyTactic(text: string): string {
  if (!text.includes('\n')) return text.trim();
  const lines = text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.trimEnd());
  while (lines[0] === '') lines.shift();
  while (lines.at(-1) === '') lines.pop();
  const common = Math.min(...lines.filter((line) => line !== '').map((line) => line.search(/\S/)));
  return lines
    .map((line) => line.slice(common))
    .join('\n')
    .trimStart();
}

/** May Lean work on the tactic for long, as procedures that search themselves make it? */
export const mayBeSlow = (tactic: string): boolean => searching.test(tactic);

const searching =
  /\b(?:grind|simp_all|omega|decide|bv_omega|nlinarith|linarith|aesop|mvcgen|solve_by_elim|canonical)\b/;

/**
 * Candidates worth a check, the likeliest first as they came: tidied, without empty ones and without
 * repetitions. Log-probabilities that are none become `-∞` or 0.
 */
export function tidyCandidates(candidates: readonly Candidate[]): readonly Candidate[] {
  const seen = new Set<string>();
  const fresh: Candidate[] = [];
  for (const candidate of candidates) {
    const tactic = tidyTactic(candidate.tactic);
    if (tactic === '' || seen.has(tactic)) continue;
    seen.add(tactic);
    const given = candidate.logProbability;
    const logProbability = Number.isNaN(given) ? Number.NEGATIVE_INFINITY : Math.min(0, given);
    fresh.push({ ...candidate, tactic, logProbability });
  }
  return fresh;
}
