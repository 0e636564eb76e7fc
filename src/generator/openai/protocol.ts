import { z } from 'zod';

/** What is read of an answer of `/v1/completions`. Servers leave out what they do not know. */
export const CompletionResponse = z.object({
  choices: z.array(
    z.object({
      text: z.string(),
      finish_reason: z.string().nullish(),
      logprobs: z.object({ token_logprobs: z.array(z.number().nullable()) }).nullish(),
    }),
  ),
  usage: z.object({ completion_tokens: z.int() }).nullish(),
});

/** What is read of an answer of `/v1/chat/completions`. */
export const ChatResponse = z.object({
  choices: z.array(
    z.object({
      message: z.object({ content: z.string().nullish() }),
      finish_reason: z.string().nullish(),
      logprobs: z.object({ content: z.array(z.object({ logprob: z.number() })).nullish() }).nullish(),
    }),
  ),
  usage: z.object({ completion_tokens: z.int() }).nullish(),
});

/** One text that a server wrote, whichever endpoint it came from. */
export interface Completion {
  readonly text: string;
  /** Did the model end it, or was it cut? */
  readonly ended: boolean;
  /** Natural logarithm of its probability, where the server says. */
  readonly logProbability: number | undefined;
}

export interface Completions {
  readonly completions: readonly Completion[];
  readonly tokens: number;
}

export function fromCompletionResponse({ choices, usage }: z.infer<typeof CompletionResponse>): Completions {
  return {
    completions: choices.map(({ text, finish_reason, logprobs }) => ({
      text,
      ended: finish_reason !== 'length',
      logProbability: sum(logprobs?.token_logprobs),
    })),
    tokens: usage?.completion_tokens ?? 0,
  };
}

/** @param read what is taken of an answer */
export function fromChatResponse(
  { choices, usage }: z.infer<typeof ChatResponse>,
  read: (content: string) => string = withoutFence,
): Completions {
  return {
    completions: choices.map(({ message, finish_reason, logprobs }) => ({
      text: read(message.content ?? ''),
      ended: finish_reason !== 'length',
      logProbability: sum(logprobs?.content?.map(({ logprob }) => logprob)),
    })),
    tokens: usage?.completion_tokens ?? 0,
  };
}

/** `undefined` where the server gives none for some token: a sum of the others would be too high. */
function sum(logProbabilities: readonly (number | null)[] | null | undefined): number | undefined {
  if (logProbabilities === null || logProbabilities === undefined || logProbabilities.length === 0) return undefined;
  let total = 0;
  for (const value of logProbabilities) {
    if (value === null) return undefined;
    total += value;
  }
  return Math.min(0, total);
}

/** Chat models like to put code between fences. */
export function withoutFence(text: string): string {
  const fenced = /```[a-z0-9]*\n([\s\S]*?)\n?```/i.exec(text);
  return (fenced?.[1] ?? text).trim();
}

/** What a chat model is told before it sees a state. */
export const chatInstruction =
  'You prove theorems in Lean 4. You are shown a proof state: hypotheses, then the goal after ⊢. ' +
  'Answer with the single tactic that should be run next, and nothing else: no explanation, no code fence.';
