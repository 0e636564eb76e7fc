import { z } from 'zod';
import { AnswerSummary, isAnswer, summarizeAnswers } from './answers/summary.ts';
import { AttemptOutcome, type AttemptRecord } from './attempt.ts';
import type { RunManifest } from './manifest.ts';
import { resampledMean } from './statistics/resampling.ts';
import { isDecided, neededOf, type Tally, tallyAttempts, theoremPassAtK } from './tally.ts';

const outcomeKinds = AttemptOutcome.options.map((option) => option.shape.kind.value);

/** What a run has shown, computed from its manifest and attempts alone. */
export const RunSummary = z.object({
  /** Is every pass@k final? Else attempts are missing, and count as failures. */
  complete: z.boolean(),
  /** The denominator. */
  theorems: z.int(),
  /** Theorems with at least one verified proof. */
  solved: z.int(),
  attempts: z.object({
    recorded: z.int(),
    /** Not made because nothing could change any more. */
    skipped: z.int(),
    missing: z.int(),
  }),
  /** With the 95% interval of resampling over theorems. */
  passAtK: z.array(z.object({ k: z.int(), estimate: z.number(), low: z.number(), high: z.number() })),
  /** Recorded attempts by outcome. */
  outcomes: z.partialRecord(z.enum(outcomeKinds), z.int()),
  /** Sums over attempts, in seconds. */
  seconds: z.object({
    total: z.number(),
    model: z.number(),
    lean: z.number(),
    verify: z.number(),
  }),
  expansions: z.int(),
  checks: z.int(),
  tokens: z.int(),
  /** Proved attempts of each solved theorem. */
  proved: z.record(z.string(), z.int()),
  /** Theorems whose statements Lean does not elaborate. */
  invalid: z.array(z.string()),
  /** Where the run answers problems in language. */
  answers: AnswerSummary.optional(),
});
export type RunSummary = z.infer<typeof RunSummary>;

/**
 * The order in which attempts were recorded, and how many were under way at once, make no difference: where the attempts
 * before it decide a theorem, one that was already under way is in the log, but does not count.
 */
export function summarize(manifest: RunManifest, recorded: readonly AttemptRecord[]): RunSummary {
  const { config, theorems } = manifest;
  const tallies = tallyAttempts(theorems, recorded).map((tally) => neededOf(tally, config.attempts, config.ks));
  const attempts = tallies.flatMap((tally) => tally.attempts);
  const decided = tallies.filter((tally) => isDecided(tally, config.attempts, config.ks));
  const absent = (among: readonly Tally[]) =>
    among.reduce((sum, tally) => sum + config.attempts - tally.attempts.length, 0);
  const skipped = absent(decided);
  const sum = (value: (record: AttemptRecord) => number) =>
    attempts.reduce((total, record) => total + value(record), 0);
  return {
    complete: decided.length === tallies.length,
    theorems: theorems.length,
    solved: tallies.filter(({ proved }) => proved > 0).length,
    attempts: { recorded: attempts.length, skipped, missing: absent(tallies) - skipped },
    passAtK: config.ks.map((k) => {
      const values = tallies.map((tally) => theoremPassAtK(tally, config.attempts, k));
      const estimate = values.reduce((a, b) => a + b, 0) / values.length;
      return { k, estimate, ...resampledMean(values, config.seed) };
    }),
    outcomes: countOutcomes(attempts),
    seconds: {
      total: sum(({ stats }) => stats.seconds),
      model: sum(({ stats }) => stats.modelSeconds),
      lean: sum(({ stats }) => stats.leanSeconds),
      verify: sum(({ stats }) => stats.verifySeconds),
    },
    expansions: sum(({ stats }) => stats.expansions),
    checks: sum(({ stats }) => stats.checks),
    tokens: sum(({ stats }) => stats.tokens),
    proved: Object.fromEntries(
      tallies.filter(({ proved }) => proved > 0).map(({ theorem, proved }) => [theorem.id, proved]),
    ),
    invalid: tallies
      .filter((tally) => tally.attempts.some((record) => record.outcome.kind === 'invalid-statement'))
      .map(({ theorem }) => theorem.id),
    ...(attempts.some(isAnswer) && { answers: summarizeAnswers(tallies, config.seed) }),
  };
}

function countOutcomes(attempts: readonly AttemptRecord[]): RunSummary['outcomes'] {
  const counts: RunSummary['outcomes'] = {};
  for (const { outcome } of attempts) counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1;
  return counts;
}
