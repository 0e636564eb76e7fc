import { z } from 'zod';
import type { PromptFormat } from '../../data/prompt-format.ts';
import { type ProofStep, proofStep } from '../../data/proof-step.ts';

/** A verified proof of a training theorem, as the steps of its search. */
export const TrainingProof = z.object({
  theorem: z.string(),
  module: z.string(),
  split: z.string(),
  steps: z.array(z.object({ state: z.string(), tactic: z.string(), logProbability: z.number().optional() })),
});
export type TrainingProof = z.infer<typeof TrainingProof>;

const size = ({ steps }: TrainingProof): number => steps.reduce((sum, { tactic }) => sum + tactic.length, 0);
const identity = ({ steps }: TrainingProof): string =>
  JSON.stringify(steps.map(({ state, tactic }) => [state, tactic]));

/** The `most` shortest different proofs of each theorem: fewest steps first, then fewest characters. */
export function shortestProofs(proofs: readonly TrainingProof[], most: number): TrainingProof[] {
  return [...Map.groupBy(proofs, ({ theorem }) => theorem).values()].flatMap((group) => {
    const different = new Map(group.map((proof) => [identity(proof), proof]));
    return [...different.values()]
      .toSorted((a, b) => a.steps.length - b.steps.length || size(a) - size(b) || (identity(a) < identity(b) ? -1 : 1))
      .slice(0, most);
  });
}

/** The steps to train on. A pair of state and tactic counts once, whichever theorems it occurs in. */
export function trainingSteps(proofs: readonly TrainingProof[], format: PromptFormat): ProofStep[] {
  const steps = new Map<string, ProofStep>();
  for (const { theorem, module, split, steps: made } of proofs) {
    for (const { state, tactic, logProbability } of made) {
      const key = JSON.stringify([state, tactic]);
      if (steps.has(key)) continue;
      const origin = { theorem, module, split, state, tactic };
      steps.set(key, proofStep({ ...origin, ...(logProbability !== undefined && { logProbability }) }, format));
    }
  }
  return [...steps.values()];
}
