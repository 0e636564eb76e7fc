import type { Goal } from '../data/goal.ts';

/** The goals as models are trained to read them: as Lean prints them, with an empty line between two. */
export const stateText = (goals: readonly Goal[]): string => goals.map(({ pretty }) => pretty).join('\n\n');

/** A goal as Lean prints it, in parts: hypotheses and, last, the target. A line that is indented goes on from above. */
export function splitGoal(pretty: string): string[] {
  const parts: string[] = [];
  let inTarget = false;
  for (const line of pretty.split('\n')) {
    if (parts.length > 0 && (inTarget || /^\s/.test(line))) parts[parts.length - 1] += `\n${line}`;
    else parts.push(line);
    inTarget ||= line.startsWith('⊢');
  }
  return parts;
}
