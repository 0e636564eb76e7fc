import { SingleBar } from 'cli-progress';
import pc from 'picocolors';
import type { ReasoningProblem } from '../../data/benchmark/reasoning-problem.ts';
import { type AnswerSummary, problemAnswer } from '../../eval/answers/summary.ts';
import type { AttemptRecord } from '../../eval/attempt.ts';
import type { EvaluationEvent } from '../../eval/evaluate.ts';
import { duration, percent } from '../../eval/report/format.ts';
import { outcomeText } from '../../eval/report/outcome-text.ts';
import type { RunSummary } from '../../eval/summary.ts';
import type { LeanEvent } from '../../lean/index.ts';
import { plainTable } from './table.ts';

export interface ReasonStart {
  readonly folder: string;
  readonly lean: string;
  readonly translator: string;
  readonly problems: number;
  /** All attempts of the run. */
  readonly attempts: number;
}

/** What a person, or a program, sees of answers on their way. */
export interface ReasonDisplay {
  lean(event: LeanEvent): void;
  started(start: ReasonStart): void;
  event(event: EvaluationEvent): void;
  finished(summary: RunSummary, folder: string): void;
  /** A problem that was answered without a run. */
  answer(problem: ReasoningProblem, attempts: readonly AttemptRecord[]): void;
}

/** One JSON object a line: `started`, `attempt` for each translation, `summary`, and `answer` outside of runs. */
export function jsonDisplay(): ReasonDisplay {
  const write = (record: object) => process.stdout.write(`${JSON.stringify(record)}\n`);
  return {
    lean: () => {},
    started: (start) => write({ event: 'started', ...start }),
    event: (event) => {
      if (event.kind === 'recorded') write({ event: 'attempt', ...event.record });
    },
    finished: (summary, folder) => write({ event: 'summary', folder, ...summary }),
    answer: ({ id }, attempts) => {
      write({ event: 'answer', id, ...problemAnswer(attempts), outcomes: attempts.map(({ outcome }) => outcome) });
    },
  };
}

/** A bar on a terminal, a line an attempt elsewhere; then a table. */
export function textDisplay(): ReasonDisplay {
  const bar = new SingleBar({
    format: '{bar} {value}/{total} · {eta_formatted} left · {last}',
    stream: process.stderr,
    hideCursor: true,
    noTTYOutput: false,
  });
  let total = 0;
  let done = 0;
  return {
    lean(event) {
      if (event.kind === 'preparing' && event.step === 'loader') process.stderr.write('Preparing Lean, once …\n');
      if (event.kind === 'worker-replaced') process.stderr.write(`Lean was replaced (${event.reason})\n`);
    },
    started({ folder, lean, translator, problems, attempts }) {
      total = attempts;
      process.stderr.write(`${problems} problems, ${lean}, formulas from ${translator}\nresults go to ${folder}\n`);
      bar.start(total, 0, { last: '' });
    },
    event(event) {
      if (event.kind === 'started') return;
      done += 1;
      if (event.kind === 'recorded' && !process.stderr.isTTY)
        process.stderr.write(`[${done}/${total}] ${line(event.record)}\n`);
      bar.update(done, { last: event.kind === 'recorded' ? event.record.theorem : '' });
    },
    finished(summary, folder) {
      bar.stop();
      if (summary.answers !== undefined) process.stdout.write(`${answerTable(summary.answers)}\n`);
      const { missing } = summary.attempts;
      if (!summary.complete) {
        process.stdout.write(
          `${pc.yellow(`The run is not complete: ${missing} attempts are missing. The same command goes on with it.`)}\n`,
        );
      }
      process.stdout.write(`A page to look at: ariadne report ${folder}\n`);
    },
    answer(problem, attempts) {
      const { answer, certificate } = problemAnswer(attempts);
      for (const record of attempts) process.stderr.write(`${line(record)}\n${details(record)}`);
      const single = attempts.length === 1 ? verdictOf(attempts[0]!) : undefined;
      process.stdout.write(`${problem.id}: ${pc.bold(answer ?? single ?? 'no answer')}\n`);
      const own = certificate ?? (attempts.length === 1 ? certificateOf(attempts[0]!) : undefined);
      if (own !== undefined) process.stdout.write(`\n${own}`);
    },
  };
}

const line = ({ theorem, attempt, outcome, stats }: AttemptRecord): string =>
  `${theorem} (translation ${attempt + 1}): ${outcomeText(outcome)}, ${duration(stats.seconds)}`;

const verdictOf = ({ outcome }: AttemptRecord) => (outcome.kind === 'answered' ? outcome.verdict : undefined);
const certificateOf = ({ outcome }: AttemptRecord) => (outcome.kind === 'answered' ? outcome.certificate : undefined);

function details({ outcome }: AttemptRecord): string {
  if (outcome.kind === 'unreadable' || outcome.kind === 'error') return `${outcome.message}\n`;
  if (outcome.kind !== 'answered') return '';
  const notes = [...outcome.repairs, ...(outcome.reason === undefined ? [] : [outcome.reason])];
  return notes.map((note) => `  ${note}\n`).join('');
}

/** The honest table: every problem is in the denominator. */
export function answerTable(answers: AnswerSummary): string {
  const { problems, labelled, answered, correct, accuracy, agreement, certified, verdicts, seconds } = answers;
  const share = (count: number, of: number) => (of === 0 ? '' : percent(count / of));
  const numbers = plainTable([
    ['problems', problems, ''],
    ['answered', answered, share(answered, problems)],
    ['answers with a certificate', certified, share(certified, answered)],
    ...(labelled === 0
      ? []
      : [
          [
            'as labelled',
            `${correct} of ${labelled}`,
            `${percent(accuracy.estimate)} (${percent(accuracy.low)} – ${percent(accuracy.high)})`,
          ],
        ]),
    ['votes for the majority', percent(agreement), ''],
    ...Object.entries(verdicts).map(([verdict, count]) => [`translations: ${verdict}`, count, '']),
    ['time of a translation', `${duration(seconds.median)} median`, `${duration(seconds.p95)} at 95%`],
  ]);
  return labelled === 0 ? numbers : `${numbers}\n${confusionTable(answers)}`;
}

const columns = ['True', 'False', 'Uncertain', 'none'] as const;

function confusionTable({ confusion }: AnswerSummary): string {
  const rows = columns.slice(0, 3).map((label) => [label, ...columns.map((answer) => confusion[label]?.[answer] ?? 0)]);
  return plainTable(rows, ['label', ...columns.map((answer) => (answer === 'none' ? 'no answer' : answer))]);
}
