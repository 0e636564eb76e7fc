import type { ProofStep } from '../proof-step.ts';

/** One training example as fine-tuning tools take it: a conversation. */
export interface ChatExample {
  readonly messages: readonly { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }[];
}

const instruction = 'You prove theorems in Lean 4. Given the goals, answer with the next tactic and nothing else.';

export const chatExample = ({ state, tactic }: Pick<ProofStep, 'state' | 'tactic'>): ChatExample => ({
  messages: [
    { role: 'system', content: instruction },
    { role: 'user', content: state },
    { role: 'assistant', content: tactic },
  ],
});
