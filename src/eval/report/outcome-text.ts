import type { AttemptOutcome, AttemptRecord } from '../attempt.ts';
import { duration, integer } from './format.ts';

/** An outcome in a few words. */
export function outcomeText(outcome: AttemptOutcome): string {
  switch (outcome.kind) {
    case 'proved':
      return 'proved';
    case 'rejected':
      return `rejected: ${outcome.reason}`;
    case 'exhausted':
      return `out of ${outcome.budget}`;
    case 'failed':
      return 'nothing left to try';
    case 'invalid-statement':
      return 'invalid statement';
    case 'error':
      return 'error';
    case 'answered':
      return `answered: ${outcome.verdict}`;
    case 'unreadable':
      return 'unreadable translation';
  }
}

/** What a person may want to read about a failure, in full. */
export function outcomeMessage(outcome: AttemptOutcome): string | undefined {
  return 'message' in outcome ? outcome.message : undefined;
}

export const attemptText = ({ attempt, outcome, stats }: AttemptRecord): string =>
  `attempt ${attempt + 1}: ${outcomeText(outcome)} · ${duration(stats.seconds)} · ${counted(stats.expansions, 'expansion')} · ${counted(stats.checks, 'tactic')}`;

const counted = (count: number, noun: string): string => `${integer(count)} ${noun}${count === 1 ? '' : 's'}`;
