import { z } from 'zod';
import { goalProofstep, type PromptFormat, renderInput, renderOutput } from './prompt-format.ts';
import type { ProofTrace } from './proof-trace.ts';

/** One step of a proof, as a line of JSONL: what a model is trained on, beside the fields that made it. */
export const ProofStep = z.object({
  /** The prompt, such as `[GOAL]n : Nat\n⊢ n + 0 = n[PROOFSTEP]`. */
  input: z.string(),
  /** What the model should write, such as `simp<|endoftext|>`. */
  output: z.string(),
  /** Name of the theorem within its benchmark. */
  theorem: z.string(),
  /** Module or file of the theorem, `''` where unknown. */
  module: z.string(),
  split: z.string(),
  /** The goals before the tactic as Lean prints them, separated by an empty line. */
  state: z.string(),
  tactic: z.string(),
  /** Natural logarithm of the probability that the generator gave the tactic; absent for steps of human proofs. */
  logProbability: z.number().optional(),
});
export type ProofStep = z.infer<typeof ProofStep>;

/** Where a step comes from: all of it but the prompt. */
export type StepSource = Omit<ProofStep, 'input' | 'output'>;

export function proofStep(source: StepSource, format: PromptFormat = goalProofstep): ProofStep {
  return { input: renderInput(format, source.state), output: renderOutput(format, source.tactic), ...source };
}

/** The steps of the proof that a trace holds, in the order of expansion; empty where nothing was proved. */
export function stepsOfProof(
  trace: ProofTrace,
  origin: Pick<ProofStep, 'theorem' | 'module' | 'split'>,
  format: PromptFormat = goalProofstep,
): ProofStep[] {
  const nodes = new Map(trace.nodes.map((node) => [node.id, node]));
  const order = (id: number) => nodes.get(id)?.expansion ?? Number.POSITIVE_INFINITY;
  return trace.edges
    .filter((edge) => edge.inProof)
    .toSorted((a, b) => order(a.from) - order(b.from))
    .map((edge) =>
      proofStep(
        {
          ...origin,
          state: nodes.get(edge.from)?.state ?? '',
          tactic: edge.tactic,
          logProbability: edge.logProbability,
        },
        format,
      ),
    );
}
