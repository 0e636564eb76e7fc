import { renderScript, type Script } from '../../contracts/script.ts';
import type { Goal } from '../../data/goal.ts';
import type { MinimisedAnswer } from './answers.ts';

export interface MinimiseInput {
  readonly goal: Goal;
  readonly script: Script;
  /** Does this script close the goal? */
  readonly closes: (script: Script) => Promise<boolean>;
}

/**
 * Makes a script that closes a goal smaller, and finds out what of the context it needs: lines are left out one by one,
 * from the last to the first, with what is indented below them; then hypotheses are cleared one by one, the nearest to
 * the target first, as long as the script still closes the goal. Greedy: what comes back is minimal in that no single
 * further line and no single further hypothesis can go.
 */
export async function minimise({ goal, script, closes }: MinimiseInput): Promise<MinimisedAnswer | undefined> {
  if (!(await closes(script))) return undefined;
  const shortest = await withoutLines(script, closes);
  const superfluous: string[] = [];
  const needed: string[] = [];
  for (const { name } of goal.hypotheses.toReversed()) {
    // A name that Lean made up cannot be written, so it cannot be cleared by name.
    const cleared = [...superfluous, name];
    const clears = !name.includes('✝') && (await closes([`clear ${cleared.join(' ')}`, ...shortest]));
    (clears ? superfluous : needed).unshift(name);
  }
  return { script: renderScript(shortest), needed, superfluous };
}

async function withoutLines(script: Script, closes: MinimiseInput['closes']): Promise<Script> {
  let kept = script;
  for (let at = kept.length - 1; at >= 0; at--) {
    const shorter = [...kept.slice(0, at), ...kept.slice(endOfBlock(kept, at))];
    if (shorter.length > 0 && (await closes(shorter))) kept = shorter;
  }
  return kept;
}

/** The line after the block that begins here: lines further to the right belong to it. */
function endOfBlock(script: Script, at: number): number {
  const margin = indentation(script[at] ?? '');
  let end = at + 1;
  while (end < script.length && indentation(script[end] ?? '') > margin) end++;
  return end;
}

const indentation = (line: string): number => line.length - line.trimStart().length;
