/**
 * Published models and the texts that they were trained to read. Each entry names where its format is documented. A model that is
 * not here, and whose folder does not say (`ariadne.json`), is taken to read `[GOAL]…[PROOFSTEP]`.
 */
import type { Premise } from '../contracts/premises.ts';
import { goalProofstep, type PromptFormat } from '../data/prompt-format.ts';
import { continued, type ProofPrompt, planned, thoughtThrough } from './whole-proof/prompts.ts';
import { type AnnotatedPremise, withPremises } from './with-premises.ts';

interface KnownModel {
  readonly name: string;
  /** Matches the model's name, whether on the Hugging Face Hub, on a server, or a folder called after it. */
  readonly pattern: RegExp;
  /** Where the format is documented. */
  readonly source: string;
}

/** What a model may be told of a state beside the state itself. */
export interface StateFacts {
  readonly state: string;
  /** Full name of the theorem; `''` for an `example`. */
  readonly theorem: string;
  /** The tactics that led to the state. */
  readonly before: readonly string[];
  /** What may help to prove it, the likeliest first; for a model that reads premises. */
  readonly premises: readonly Premise[];
}

/** Reads a state, writes a tactic. */
export interface KnownTacticModel extends KnownModel {
  readonly kind: 'tactic';
  readonly prompt: PromptFormat;
  /** For a model that reads more than the state: the whole prompt. */
  readonly render?: (facts: StateFacts) => string;
  /** How many premises it reads at most, where it reads any. */
  readonly premises?: number;
}

/** Reads a Lean file, writes the proof that is missing in it. */
export interface KnownProofModel extends KnownModel {
  readonly kind: 'proof';
  /** @param text a Lean file that ends with a theorem whose proof is `sorry` */
  readonly prompt: (text: string) => ProofPrompt;
}

const plainState = (stop: string): PromptFormat => ({ beforeState: '', afterState: '', stop });

/** A premise with its statement as Lean prints it, in place of the text that declares it. */
const annotated = ({ kind, name, statement }: Premise): AnnotatedPremise => ({
  name,
  code: `${kind === 'theorem' ? 'theorem' : 'def'} ${name} : ${statement}`,
});

const stepProver = (name: string, before: string, state: string): string =>
  `---\nNAME: ${name}\n\n---\nPROOF_BEFORE: ${before}\n\n---\nSTATE_BEFORE: ${state}\n\n---\nTACTIC: `;

const tacticModels: readonly KnownTacticModel[] = [
  {
    kind: 'tactic',
    name: 'llmstep',
    pattern: /llmstep/i,
    prompt: goalProofstep,
    source: 'wellecks/llmstep, README: input and output of the model',
  },
  {
    kind: 'tactic',
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
    kind: 'tactic',
    name: 'BFS-Prover, V1 and V2',
    pattern: /bfs-prover/i,
    prompt: { beforeState: '', afterState: ':::', stop: '<|endoftext|>' },
    source: 'bytedance-research/BFS-Prover, model card: "{state}:::"',
  },
  {
    kind: 'tactic',
    name: 'InternLM2.5-StepProver',
    pattern: /internlm2[._]5-step-?prover(?!-critic)/i,
    // Where nothing is known but the state.
    prompt: {
      beforeState: stepProver('', '', '').replace(/\n\n---\nTACTIC: $/, ''),
      afterState: '\n\n---\nTACTIC: ',
      stop: '\n---',
    },
    render: ({ theorem, before, state }) => stepProver(theorem, before.join('\n'), state),
    source: 'internlm/internlm2_5-step-prover, model card: input template',
  },
  {
    kind: 'tactic',
    name: 'ReProver without premises (LeanDojo, ByT5)',
    pattern: /leandojo-lean4-(?:sft-)?tacgen-byt5/i,
    prompt: plainState('</s>'),
    source: 'lean-dojo/ReProver, README: the tactic generator reads the proof state as it is',
  },
  {
    kind: 'tactic',
    name: 'ReProver with premises (LeanDojo, ByT5)',
    pattern: /leandojo-lean4-retriever-tacgen-byt5/i,
    // Where there are no premises.
    prompt: plainState('</s>'),
    render: ({ state, premises }) => withPremises(state, premises.map(annotated)),
    premises: 100,
    source: 'lean-dojo/ReProver, common.py: format_augmented_state',
  },
];

const proofModels: readonly KnownProofModel[] = [
  {
    kind: 'proof',
    name: 'DeepSeek-Prover-V1.5',
    pattern: /deepseek-prover-v1(?:[._]5)?/i,
    prompt: continued('Complete the following Lean 4 code:'),
    source: 'deepseek-ai/DeepSeek-Prover-V1.5, prover/utils.py: non_cot_prompt, post_process_output',
  },
  {
    kind: 'proof',
    name: 'DeepSeek-Prover-V2',
    pattern: /deepseek-prover-v2/i,
    prompt: planned('\n'),
    source: 'deepseek-ai/DeepSeek-Prover-V2, README: quick start',
  },
  {
    kind: 'proof',
    name: 'Goedel-Prover-V2',
    pattern: /goedel-prover-v2/i,
    prompt: planned(''),
    source: 'Goedel-LM/Goedel-Prover-V2, README: quick start',
  },
  {
    kind: 'proof',
    name: 'Goedel-Prover (V1)',
    pattern: /goedel-prover-(?:sft|dpo|v1)/i,
    prompt: continued('Complete the following Lean 4 code with explanatory comments preceding each line of code:'),
    source: 'deepseek-ai/DeepSeek-Prover-V1.5, prover/utils.py: cot_prompt, on which Goedel-Prover builds',
  },
  {
    kind: 'proof',
    name: 'Kimina-Prover',
    pattern: /kimina-prover/i,
    prompt: thoughtThrough,
    source: 'AI-MO/Kimina-Prover-Preview-Distill-7B, model card: quick start (as quoted by programs that run it)',
  },
];

/** The format of a published model that writes tactics, by its name. The first that matches holds. */
export const knownTacticModel = (model: string): KnownTacticModel | undefined =>
  tacticModels.find(({ pattern }) => pattern.test(model));

/** A published model that writes whole proofs, by its name. */
export const knownProofModel = (model: string): KnownProofModel | undefined =>
  proofModels.find(({ pattern }) => pattern.test(model));

/** How a published model reads a state, where that is all it reads. */
export const knownPrompt = (model: string): PromptFormat | undefined => knownTacticModel(model)?.prompt;
