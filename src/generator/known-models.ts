/**
 * Published next-tactic models and the texts that they were trained to read. Each entry names where its format is
 * documented. A model that is not here, and whose folder does not say (`ariadne.json`), is taken to read `[GOAL]…[PROOFSTEP]`.
 */
import { goalProofstep, type PromptFormat } from '../data/prompt-format.ts';

export interface KnownModel {
  readonly name: string;
  /** Matches the model's name, whether on the Hugging Face Hub, on a server, or a folder called after it. */
  readonly pattern: RegExp;
  readonly prompt: PromptFormat;
  /** Where the format is documented. */
  readonly source: string;
}

const plainState = (stop: string): PromptFormat => ({ beforeState: '', afterState: '', stop });

/** The first that matches holds. */
export const knownModels: readonly KnownModel[] = [
  {
    name: 'llmstep',
    pattern: /llmstep/i,
    prompt: goalProofstep,
    source: 'wellecks/llmstep, README: input and output of the model',
  },
  {
    name: 'ntp-mathlib (state and tactic)',
    pattern: /ntp-mathlib-(?:st|instruct-st)/i,
    prompt: {
      beforeState: `/- You are proving a theorem in Lean 4.
You are given the following information:
- The current proof state, inside [STATE]...[/STATE]

Your task is to generate the next tactic in the proof.
Put the next tactic inside [TAC]...[/TAC]
-/
[STATE]
`,
      afterState: '\n[/STATE]\n[TAC]\n',
      stop: '[/TAC]',
    },
    source: 'cmu-l3/ntp-toolkit, README: the state-tactic format',
  },
  {
    name: 'BFS-Prover, V1 and V2',
    pattern: /bfs-prover/i,
    prompt: { beforeState: '', afterState: ':::', stop: '<|endoftext|>' },
    source: 'bytedance-research/BFS-Prover, model card: "{state}:::"',
  },
  {
    name: 'ReProver without premises (LeanDojo, ByT5)',
    pattern: /leandojo-lean4-(?:sft-)?tacgen-byt5/i,
    prompt: plainState('</s>'),
    source: 'lean-dojo/ReProver, README: the tactic generator reads the proof state as it is',
  },
];

/** The format of a published model, by its name. */
export const knownPrompt = (model: string): PromptFormat | undefined =>
  knownModels.find(({ pattern }) => pattern.test(model))?.prompt;
