import type { Goal } from '../../data/goal.ts';
import { type PromptFormat, renderInput } from '../../data/prompt-format.ts';
import { splitGoal, stateText } from '../state-text.ts';

export interface FittedPrompt {
  readonly tokens: readonly number[];
  /** What was left out, for a person to read; absent where all of it fits. */
  readonly note?: string;
}

/**
 * The prompt for a state, in at most `limit` tokens. What does not fit is left out, the least important first: the goals
 * that the tactic does not act on, then hypotheses from the front, and only then the front of the target.
 */
export function fitPrompt(
  goals: readonly Goal[],
  format: PromptFormat,
  encode: (text: string) => readonly number[],
  limit: number,
): FittedPrompt {
  const whole = stateText(goals);
  const tokens = encode(renderInput(format, whole));
  if (tokens.length <= limit) return { tokens };

  const parts = splitGoal(goals[0]?.pretty ?? '');
  const render = (dropped: number) => encode(renderInput(format, parts.slice(dropped).join('\n')));
  const dropped = leastThat((count) => render(count).length <= limit, parts.length - 1);
  const goalsLeftOut = goals.length > 1 ? `the goals after the first` : '';
  if (dropped !== undefined) {
    const hypotheses = dropped === 0 ? '' : `the first ${dropped} of ${parts.length - 1} hypotheses`;
    const left = [goalsLeftOut, hypotheses].filter((part) => part !== '').join(' and ');
    return { tokens: render(dropped), note: `The state does not fit the model's context: ${left} were left out.` };
  }
  // Even the target alone is too long: its end says more about what is to be proved than its beginning.
  const target = Array.from(parts.at(-1) ?? '');
  const ending = (from: number) => encode(renderInput(format, target.slice(from).join('')));
  const from = leastThat((start) => ending(start).length <= limit, target.length) ?? target.length;
  return {
    tokens: ending(from).slice(-limit),
    note: `The target does not fit the model's context: its first ${from} characters and all hypotheses were left out.`,
  };
}

/** The least number in 0 … limit for which a monotone condition holds. */
function leastThat(holds: (n: number) => boolean, limit: number): number | undefined {
  if (limit < 0 || !holds(limit)) return undefined;
  let low = 0;
  let high = limit;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
