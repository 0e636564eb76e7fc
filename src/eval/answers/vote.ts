import type { Label } from '../../data/benchmark/reasoning-problem.ts';

/** What one translation came to: an answer, or something that is no answer and does not vote. */
export type Ballot = Label | 'none';

export interface Majority {
  /** Absent where nothing voted. */
  readonly answer?: Label;
  readonly votes: Readonly<Record<Label, number>>;
  /** Share of the votes that went to the answer; 0 where there are none. */
  readonly agreement: number;
}

/**
 * The majority of several translations, as LINC takes it (Olausson et al., EMNLP 2023): those that end in an error do not
 * vote, and of answers with equally many votes the one that came first is taken, which its published code does by Python's
 * `Counter.most_common`. A problem without any vote has no answer, and counts as wrong.
 */
export function majority(ballots: readonly Ballot[]): Majority {
  const votes = { True: 0, False: 0, Uncertain: 0 };
  const answers = ballots.filter((ballot) => ballot !== 'none');
  for (const answer of answers) votes[answer]++;
  let answer: Label | undefined;
  for (const each of answers) if (answer === undefined || votes[each] > votes[answer]) answer = each;
  if (answer === undefined) return { votes, agreement: 0 };
  return { answer, votes, agreement: votes[answer] / answers.length };
}
