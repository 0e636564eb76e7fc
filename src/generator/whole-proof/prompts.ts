/** How models that write whole proofs are asked. */

export interface ChatMessage {
  readonly role: 'system' | 'user';
  readonly content: string;
}

/** A text that the model goes on from, until one of the stops; or messages that it answers. */
export type ProofPrompt =
  | { readonly api: 'completions'; readonly prompt: string; readonly stop: readonly string[] }
  | { readonly api: 'chat'; readonly messages: readonly ChatMessage[] };

/** The file up to where its last proof begins: a model that goes on from there writes the proof. */
export const upToProof = (text: string): string => text.trimEnd().replace(/[ \t]*\n?[ \t]*sorry$/, '\n');

const block = (text: string, end: string): string => `\`\`\`lean4\n${text}${end}\`\`\``;

/** The model writes on where the proof is missing, until the block of code ends. */
export const continued =
  (instruction: string) =>
  (text: string): ProofPrompt => ({
    api: 'completions',
    prompt: `${instruction}\n\n\`\`\`lean4\n${upToProof(text)}`,
    stop: ['```'],
  });

/**
 * The model is asked for a plan and then for the whole code.
 *
 * @param end what stands between the code and the end of its block: the models differ in it
 */
export const planned =
  (end: string) =>
  (text: string): ProofPrompt => ({
    api: 'chat',
    messages: [
      {
        role: 'user',
        content: `Complete the following Lean 4 code:

${block(text.trim(), end)}

Before producing the Lean 4 code to formally prove the given theorem, provide a detailed proof plan outlining the main proof steps and strategies.
The plan should highlight key ideas, intermediate lemmas, and proof structures that will guide the construction of the final formal proof.`,
      },
    ],
  });

/** The model thinks aloud and then gives the whole code. There is no problem in words. */
export const thoughtThrough = (text: string): ProofPrompt => ({
  api: 'chat',
  messages: [
    { role: 'system', content: 'You are an expert in mathematics and Lean 4.' },
    {
      role: 'user',
      content: `Think about and solve the following problem step by step in Lean 4.
# Problem:
# Formal statement:
${block(upToProof(text), '')}
`,
    },
  ],
});

/** What any other model is told that is to write a whole proof. */
export const plainlyAsked = (text: string): ProofPrompt => ({
  api: 'chat',
  messages: [
    {
      role: 'user',
      content: `Prove the last theorem of this Lean 4 file: give the theorem again with a tactic proof in place of its \`sorry\`, in one block of code.\n\n${block(text.trim(), '\n')}`,
    },
  ],
});
