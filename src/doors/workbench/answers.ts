/**
 * What the doors answer, as schemas: an agent's tools, the editor's commands and the page all send these shapes.
 * Texts are as Lean prints them; log-probabilities are natural logarithms; times are in seconds.
 */
import { z } from 'zod';
import type { Message } from '../../lean/index.ts';

export const SorryAnswer = z.object({
  line: z.int().describe('1-based'),
  column: z.int().describe('1-based, in code points'),
  declaration: z.string().describe('full name; empty for an example'),
  kind: z.string().describe('theorem, def, instance, example, …'),
  goals: z.array(z.string()).describe('as Lean prints them'),
});
export type SorryAnswer = z.infer<typeof SorryAnswer>;

export const DiagnosticAnswer = z.object({
  severity: z.enum(['error', 'warning', 'information']),
  line: z.int(),
  column: z.int(),
  message: z.string(),
});

/** What Lean says, but for that a `sorry` is one. */
export const diagnosticsAnswer = (messages: readonly Message[]): z.infer<typeof DiagnosticAnswer>[] =>
  messages
    .filter(({ text }) => !/declaration uses ['`]sorry['`]/.test(text))
    .map(({ severity, position, text }) => ({
      severity,
      line: position.line,
      column: position.column + 1,
      message: text,
    }));

export const PlaceAnswer = z.object({
  line: z.int(),
  column: z.int(),
  kind: z.enum(['tactic', 'term', 'none']).describe('what goals there are of: a tactic, a term whose type is expected'),
  goals: z.array(z.string()).describe('of kind tactic and empty: the proof is done there'),
});
export type PlaceAnswer = z.infer<typeof PlaceAnswer>;

const diagnostics = z.array(DiagnosticAnswer).describe('what Lean says of the file, `sorry` warnings left out');

export const PlacesAnswer = z.object({
  places: z
    .array(PlaceAnswer)
    .describe('the goals at the line and column; without a column at the beginning and at the end of the line'),
  diagnostics,
});
export type PlacesAnswer = z.infer<typeof PlacesAnswer>;

export const GoalsAnswer = z.object({ sorries: z.array(SorryAnswer), diagnostics });
export type GoalsAnswer = z.infer<typeof GoalsAnswer>;

export const TacticAnswer = z.discriminatedUnion('outcome', [
  z.object({ tactic: z.string(), outcome: z.literal('closes') }),
  z.object({ tactic: z.string(), outcome: z.literal('leaves'), goals: z.array(z.string()) }),
  z.object({ tactic: z.string(), outcome: z.literal('fails'), error: z.string(), message: z.string() }),
]);
export type TacticAnswer = z.infer<typeof TacticAnswer>;

export const TacticsAnswer = z.object({ goals: z.array(z.string()), tactics: z.array(TacticAnswer) });
export type TacticsAnswer = z.infer<typeof TacticsAnswer>;

export const SuggestionsAnswer = z.object({
  goals: z.array(z.string()),
  suggestions: z.array(z.object({ logProbability: z.number(), check: TacticAnswer })).describe('best first'),
});
export type SuggestionsAnswer = z.infer<typeof SuggestionsAnswer>;

const Effort = z.object({ seconds: z.number(), checks: z.int(), expansions: z.int() });

/** A replacement in a text. Lines and columns are 1-based, columns in code points; the end is not part of it. */
export const TextEdit = z.object({
  line: z.int(),
  column: z.int(),
  endLine: z.int(),
  endColumn: z.int(),
  text: z.string(),
});
export type TextEdit = z.infer<typeof TextEdit>;

/** A goal that the search reached and did not close, and how it got there. */
export const OpenGoal = z.object({
  goals: z.array(z.string()),
  after: z.array(z.string()).describe('the tactics that lead to it, from the start'),
});
export type OpenGoal = z.infer<typeof OpenGoal>;

export const ProofAnswer = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('proved').describe('verified: replayed by the kernel in a fresh Lean'),
    theorem: z.string(),
    script: z.string(),
    axioms: z.array(z.string()),
    edit: TextEdit.optional().describe('what to change in the file; absent for a statement or a state'),
    effort: Effort,
  }),
  z.object({
    outcome: z.literal('unproved'),
    theorem: z.string(),
    why: z.string(),
    nearest: z.array(OpenGoal).describe('open goals that the search thought nearest to closing'),
    failures: z
      .array(z.object({ tactic: z.string(), message: z.string() }))
      .describe('of the first goal, the likeliest'),
    effort: Effort,
  }),
  z.object({
    outcome: z.literal('rejected'),
    theorem: z.string(),
    reason: z.string(),
    message: z.string(),
    effort: Effort,
  }),
]);
export type ProofAnswer = z.infer<typeof ProofAnswer>;

export const DisproofAnswer = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('false').describe('the negation is verified'),
    negation: z.string(),
    script: z.string(),
    effort: Effort,
  }),
  z.object({ outcome: z.literal('unknown'), negation: z.string(), why: z.string(), effort: Effort }),
]);
export type DisproofAnswer = z.infer<typeof DisproofAnswer>;

export const MinimisedAnswer = z.object({
  script: z.string().describe('the shortest script that was seen to close the goal'),
  needed: z.array(z.string()).describe('hypotheses and variables that it needs'),
  superfluous: z.array(z.string()).describe('those that can be cleared first'),
});
export type MinimisedAnswer = z.infer<typeof MinimisedAnswer>;

export const PremisesAnswer = z.object({
  premises: z.array(z.object({ name: z.string(), score: z.number(), statement: z.string().optional() })),
});
export type PremisesAnswer = z.infer<typeof PremisesAnswer>;

export const VerificationAnswer = z.object({
  declarations: z.array(
    z.object({
      names: z.array(z.string()),
      line: z.int().describe('of the declaration, in the original'),
      verdict: z.enum(['verified', 'partial', 'rejected']),
      reason: z.string().optional(),
      message: z.string().optional(),
      axioms: z.array(z.string()),
    }),
  ),
  verified: z.boolean().describe('every `sorry` of the original is filled, and every declaration is verified'),
  lean: z.string().describe('version of the Lean whose kernel checked it'),
});
export type VerificationAnswer = z.infer<typeof VerificationAnswer>;
