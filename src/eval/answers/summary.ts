import { z } from 'zod';
import { Label } from '../../data/benchmark/reasoning-problem.ts';
import type { AttemptRecord } from '../attempt.ts';
import { resampledMean } from '../statistics/resampling.ts';
import type { Tally } from '../tally.ts';
import { type Ballot, majority } from './vote.ts';

const Estimate = z.object({ estimate: z.number(), low: z.number(), high: z.number() });

/** What a run that answers problems in language has shown. Problems without a label count in all but the accuracy. */
export const AnswerSummary = z.object({
  /** The denominator. */
  problems: z.int(),
  labelled: z.int(),
  /** Problems of which some translation gave an answer. */
  answered: z.int(),
  /** Problems whose majority is the label. */
  correct: z.int(),
  /** Over the labelled problems, with the 95% bootstrap interval; a problem without an answer counts as wrong. */
  accuracy: Estimate,
  /** Label, then answer (`none` where there is none), then how often. */
  confusion: z.record(z.string(), z.record(z.string(), z.int())),
  /** Mean share of the votes that went to the majority, over the answered problems. */
  agreement: z.number(),
  /** Answered problems whose answer has a certificate. */
  certified: z.int(),
  /** Translations by verdict; `unreadable` and `error` among them. */
  verdicts: z.record(z.string(), z.int()),
  /** Of one translation, in seconds. */
  seconds: z.object({ median: z.number(), p95: z.number() }),
});
export type AnswerSummary = z.infer<typeof AnswerSummary>;

export const isAnswer = ({ outcome }: AttemptRecord): boolean =>
  outcome.kind === 'answered' || outcome.kind === 'unreadable';

/** What the translations of one problem come to. */
export interface ProblemAnswer {
  readonly label: Label | undefined;
  readonly answer: Label | undefined;
  readonly agreement: number;
  /** A certificate of the answer. */
  readonly certificate: string | undefined;
}

export function problemAnswer(attempts: readonly AttemptRecord[]): ProblemAnswer {
  const { answer, agreement } = majority(attempts.map(ballotOf));
  const outcomes = attempts.map(({ outcome }) => outcome);
  const label = outcomes.flatMap((outcome) =>
    'label' in outcome && outcome.label !== undefined ? [outcome.label] : [],
  )[0];
  const certificate = outcomes.flatMap((outcome) =>
    outcome.kind === 'answered' && outcome.verdict === answer && outcome.certificate !== undefined
      ? [outcome.certificate]
      : [],
  )[0];
  return { label, answer, agreement, certificate };
}

/** Contradictory premises say everything, and so nothing about the conclusion: they do not vote. */
function ballotOf({ outcome }: AttemptRecord): Ballot {
  const vote = Label.safeParse(outcome.kind === 'answered' ? outcome.verdict : undefined);
  return vote.success ? vote.data : 'none';
}

/** @param seed of the bootstrap */
export function summarizeAnswers(tallies: readonly Tally[], seed: number): AnswerSummary {
  const answers = tallies.map(({ attempts }) => problemAnswer(attempts));
  const labelled = answers.filter(({ label }) => label !== undefined);
  const right = labelled.map(({ label, answer }) => (answer === label ? 1 : 0));
  const correct = right.reduce<number>((sum, value) => sum + value, 0);
  const answered = answers.filter(({ answer }) => answer !== undefined);
  const attempts = tallies.flatMap((tally) => tally.attempts);
  const seconds = attempts.map(({ stats }) => stats.seconds).toSorted((a, b) => a - b);
  const confusion: Record<string, Record<string, number>> = {};
  for (const { label, answer = 'none' } of labelled) {
    const row = confusion[label!] ?? {};
    confusion[label!] = { ...row, [answer]: (row[answer] ?? 0) + 1 };
  }
  const verdicts: Record<string, number> = {};
  for (const { outcome } of attempts) {
    const verdict = outcome.kind === 'answered' ? outcome.verdict : outcome.kind;
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  }
  return {
    problems: tallies.length,
    labelled: labelled.length,
    answered: answered.length,
    correct,
    accuracy: { estimate: labelled.length === 0 ? 0 : correct / labelled.length, ...resampledMean(right, seed) },
    confusion,
    agreement: answered.length === 0 ? 0 : answered.reduce((sum, each) => sum + each.agreement, 0) / answered.length,
    certified: answered.filter(({ certificate }) => certificate !== undefined).length,
    verdicts,
    seconds: { median: quantile(seconds, 0.5), p95: quantile(seconds, 0.95) },
  };
}

const quantile = (sorted: readonly number[], fraction: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? 0;
