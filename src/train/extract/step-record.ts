import { z } from 'zod';
import { goalProofstep, type PromptFormat } from '../../data/prompt-format.ts';
import { ProofStep, proofStep } from '../../data/proof-step.ts';
import { deriveSeed } from '../../data/seed.ts';
import { isHeldOut } from '../dataset/held-out.ts';

/** Both 1-based. */
const LineAndColumn = z.object({ line: z.int(), column: z.int() });

/** A proof step as `extract` writes it: what a model is trained on, with what else is known about it. */
export const ExtractedStep = ProofStep.extend({
  /** The states that the tactic leaves, as Lean prints them. */
  after: z.array(z.string()).optional(),
  /** Where the tactic stands in its file, both 1-based. */
  position: LineAndColumn.optional(),
  /** Full names of the theorems that the tactic names. */
  names: z.array(z.string()).optional(),
  /** Where the declaration of the theorem begins. */
  theoremPosition: LineAndColumn.optional(),
  /** Constants that the tactic names, and theorems that it found by itself; where they are declared, as far as it is known. */
  premises: z
    .array(
      z.object({
        name: z.string(),
        module: z.string(),
        /** `theorem`, `definition`, `inductive`, … */
        kind: z.string(),
        named: z.boolean(),
        position: LineAndColumn.optional(),
      }),
    )
    .optional(),
});
export type ExtractedStep = z.infer<typeof ExtractedStep>;

/** A tactic that led nowhere: Lean refused it, or it was taken and its goals could not be proved. */
export const NegativeStep = z.object({
  theorem: z.string(),
  module: z.string(),
  split: z.string(),
  state: z.string(),
  tactic: z.string(),
  /** The kind of error, `dead-end`, or `loop`. */
  outcome: z.string(),
  /** Natural logarithm of the probability that the generator gave the tactic. */
  logProbability: z.number().optional(),
  message: z.string().optional(),
});
export type NegativeStep = z.infer<typeof NegativeStep>;

/** Shares of theorems that are kept out of training, in thousandths. */
const held = { test: 50, val: 50 };

/** Which split a theorem goes to, by the hash of its name: the same everywhere and always. */
export function splitOf(theorem: string): 'train' | 'val' | 'test' {
  const draw = deriveSeed('extract-split', theorem) % 1000;
  if (draw < held.test) return 'test';
  return draw < held.test + held.val ? 'val' : 'train';
}

/** Gathers steps for a dataset: equal pairs of state and tactic once, none of held-out theorems. */
export class StepCollector {
  readonly #heldOut: ReadonlySet<string>;
  readonly #format: PromptFormat;
  readonly #steps = new Map<string, ExtractedStep>();
  #duplicates = 0;
  #refused = 0;

  constructor(heldOut: ReadonlySet<string>, format: PromptFormat = goalProofstep) {
    this.#heldOut = heldOut;
    this.#format = format;
  }

  add(step: Omit<ExtractedStep, 'input' | 'output'>): void {
    const key = JSON.stringify([step.state, step.tactic]);
    if (isHeldOut(this.#heldOut, step)) this.#refused++;
    else if (this.#steps.has(key)) this.#duplicates++;
    else this.#steps.set(key, { ...step, ...proofStep(step, this.#format) });
  }

  get steps(): readonly ExtractedStep[] {
    return [...this.#steps.values()];
  }

  /** Steps left out because they were there already, and because their theorems are held out. */
  get counts(): { readonly duplicates: number; readonly refused: number } {
    return { duplicates: this.#duplicates, refused: this.#refused };
  }
}
