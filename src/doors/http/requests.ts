import { z } from 'zod';
import type { PromptFormat } from '../../data/prompt-format.ts';
import type { Suggestion } from '../../proving/suggest/suggest.ts';

/** The longest state, prompt or prefix that is read, in UTF-16 units. */
const longestText = 65_536;
/** The most suggestions of one request. */
const mostSuggestions = 256;

const Text = z.string().max(longestText);

/** What llmstep's tactic sends. */
export const LlmstepRequest = z.object({ tactic_state: Text.min(1), prefix: Text.default('') });

/** What of a completions request is heeded. The model has its own stops, and samples as it was told at the start. */
export const CompletionRequest = z.object({
  prompt: Text.min(1),
  n: z.int().min(1).max(mostSuggestions).default(1),
  seed: z.int().optional(),
});
/** The state within a prompt, and what is written of the tactic; the whole text where the markers are not there. */
export function stateOfPrompt(
  prompt: string,
  { beforeState, afterState }: PromptFormat,
): { state: string; prefix: string } {
  const start = prompt.indexOf(beforeState);
  const end = prompt.lastIndexOf(afterState);
  if (start < 0 || end < start || afterState === '') return { state: prompt, prefix: '' };
  return { state: prompt.slice(start + beforeState.length, end), prefix: prompt.slice(end + afterState.length) };
}

/** llmstep shows `suggestions`; the rest is for clients that want to know more. */
export const llmstepResponse = (suggestions: readonly Suggestion[]) => ({
  suggestions: suggestions.map(({ tactic }) => tactic),
  details: suggestions,
});

/** Candidates as completions of a prompt: what a prefix had already said is not repeated. */
export const completionResponse = (model: string, prefix: string, suggestions: readonly Suggestion[], now: number) => ({
  id: `cmpl-${now}`,
  object: 'text_completion',
  created: Math.floor(now / 1000),
  model,
  choices: suggestions.map(({ tactic, logProbability }, index) => {
    const text = tactic.slice(prefix.trim() === '' ? 0 : prefix.trimStart().length);
    return {
      index,
      text,
      finish_reason: 'stop',
      logprobs: { tokens: [text], token_logprobs: [logProbability], top_logprobs: null, text_offset: [0] },
    };
  }),
});
