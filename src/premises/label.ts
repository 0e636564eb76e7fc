import { z } from 'zod';

/** What a proof used: one line of a file of labels. Selectors are fitted on them and measured by them. */
export const PremiseLabel = z.object({
  /** Full name of the theorem. */
  theorem: z.string(),
  module: z.string(),
  /** `train`, `valid`, `test`, and the scheme where that is not clear, as in `novel-test`. */
  split: z.string(),
  /** The goal that the proof begins with, as Lean prints it. */
  state: z.string(),
  /** Constants of the goal and the head of its target, as in `Goal`. */
  constants: z.array(z.string()),
  head: z.string(),
  /** Full names, without duplicates; the theorem itself is never among them. */
  premises: z.array(z.string()),
  /** The proof that they were read off: a tactic script of ours, or `human`. */
  proof: z.string(),
  /** Equal for theorems that state the same up to the names of bound variables. */
  statementHash: z.string(),
});
export type PremiseLabel = z.infer<typeof PremiseLabel>;
