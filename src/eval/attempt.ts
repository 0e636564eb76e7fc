import { z } from 'zod';
import { Label, Verdict } from '../data/benchmark/reasoning-problem.ts';

/** What came of one attempt at one theorem. Only `proved` counts. */
export const AttemptOutcome = z.discriminatedUnion('kind', [
  /** A proof, verified from scratch in a fresh Lean. */
  z.object({ kind: z.literal('proved'), script: z.string() }),
  /** The search closed every goal, but the proof did not pass verification. */
  z.object({ kind: z.literal('rejected'), script: z.string(), reason: z.string(), message: z.string() }),
  /** A budget ran out. */
  z.object({ kind: z.literal('exhausted'), budget: z.enum(['seconds', 'expansions', 'checks', 'tokens']) }),
  /** Nothing was left to try. */
  z.object({ kind: z.literal('failed') }),
  /** Lean does not elaborate the statement: no attempt can succeed. */
  z.object({ kind: z.literal('invalid-statement'), message: z.string() }),
  /** The attempt broke down (Lean, the generator or the machine); it counts as unproved and can be retried. */
  z.object({ kind: z.literal('error'), message: z.string() }),
  /** An answer to a problem in language, with the theorems that it rests on. */
  z.object({
    kind: z.literal('answered'),
    verdict: Verdict,
    label: Label.optional(),
    /** A Lean file that a fresh Lean has verified. */
    certificate: z.string().optional(),
    /** Sizes of the models in it, by the question that each refutes. */
    models: z.record(z.string(), z.int()),
    consistent: z.boolean(),
    formulas: z.object({ premises: z.array(z.string()), conclusion: z.string() }),
    /** What was put right in them. */
    repairs: z.array(z.string()),
    reason: z.string().optional(),
  }),
  /** A translation that is no formula: it does not vote. */
  z.object({
    kind: z.literal('unreadable'),
    message: z.string(),
    label: Label.optional(),
    answer: z.string().optional(),
  }),
]);
export type AttemptOutcome = z.infer<typeof AttemptOutcome>;
export type OutcomeKind = AttemptOutcome['kind'];

export const AttemptStats = z.object({
  /** Wall-clock time of the whole attempt, verification included. */
  seconds: z.number(),
  /** Waiting for the generator, tactics in Lean, shortening and verification; what is left is the engine's own. */
  modelSeconds: z.number(),
  leanSeconds: z.number(),
  verifySeconds: z.number(),
  /** Nodes expanded, tactics run in Lean, tokens generated. */
  expansions: z.int(),
  checks: z.int(),
  tokens: z.int(),
  /** How often each outcome of a tactic occurred: `progress`, `proved`, `elaboration`, `timeout`, … */
  tactics: z.record(z.string(), z.int()),
});
export type AttemptStats = z.infer<typeof AttemptStats>;

/** One line of a run's log of attempts. */
export const AttemptRecord = z.object({
  theorem: z.string(),
  /** From 0 to n − 1. */
  attempt: z.int(),
  seed: z.int(),
  /** ISO 8601. */
  startedAt: z.string(),
  outcome: AttemptOutcome,
  stats: AttemptStats,
});
export type AttemptRecord = z.infer<typeof AttemptRecord>;

export const isProved = (record: Pick<AttemptRecord, 'outcome'>): boolean => record.outcome.kind === 'proved';

export const noStats: AttemptStats = {
  seconds: 0,
  modelSeconds: 0,
  leanSeconds: 0,
  verifySeconds: 0,
  expansions: 0,
  checks: 0,
  tokens: 0,
  tactics: {},
};
