import { SingleBar } from 'cli-progress';
import pc from 'picocolors';
import { visibleLine } from '../../data/visible.ts';
import type { AttemptRecord } from '../../eval/attempt.ts';
import type { EvaluationEvent } from '../../eval/evaluate.ts';
import { duration, percent } from '../../eval/report/format.ts';
import { outcomeText } from '../../eval/report/outcome-text.ts';
import type { RunSummary } from '../../eval/summary.ts';
import type { LeanEvent } from '../../lean/index.ts';
import { plainTable } from './table.ts';

export interface EvaluationStart {
  readonly folder: string;
  readonly lean: string;
  readonly generator: string;
  readonly theorems: number;
  /** All attempts of the run. */
  readonly attempts: number;
}

/** What a person, or a program, sees of an evaluation. */
export interface EvaluationDisplay {
  lean(event: LeanEvent): void;
  started(start: EvaluationStart): void;
  event(event: EvaluationEvent): void;
  finished(summary: RunSummary, folder: string): void;
  /** What a person should know meanwhile: who works on it, what is waited for. */
  notice(text: string): void;
}

/** One JSON object a line: `started`, `attempt` for each, `summary`. */
export const jsonDisplay: EvaluationDisplay = {
  lean: () => {},
  started: (start) => writeJson({ event: 'started', ...start }),
  event: (event) => {
    if (event.kind === 'recorded') writeJson({ event: 'attempt', ...event.record });
  },
  finished: (summary, folder) => writeJson({ event: 'summary', folder, ...summary }),
  notice: (text) => writeJson({ event: 'notice', text }),
};

const writeJson = (record: object) => process.stdout.write(`${JSON.stringify(record)}\n`);

/** A bar on a terminal, a line an attempt elsewhere; then a table. */
export function textDisplay(): EvaluationDisplay {
  const bar = new SingleBar({
    format: '{bar} {value}/{total} attempts · {proved} proved · {errors} errors · {eta_formatted} left · {last}',
    stream: process.stderr,
    hideCursor: true,
    noTTYOutput: false,
  });
  let total = 0;
  let done = 0;
  let proved = 0;
  let errors = 0;
  const line = ({ theorem, attempt, outcome, stats }: AttemptRecord) =>
    `[${done}/${total}] ${visibleLine(theorem)} (attempt ${attempt + 1}): ${visibleLine(outcomeText(outcome))}, ${duration(stats.seconds)}\n`;
  return {
    lean(event) {
      if (event.kind === 'preparing' && event.step === 'loader') process.stderr.write('Preparing Lean, once …\n');
      if (event.kind === 'worker-replaced') process.stderr.write(`Lean was replaced (${event.reason})\n`);
    },
    started({ folder, lean, generator, theorems, attempts }) {
      total = attempts;
      process.stderr.write(`${theorems} theorems, ${lean}, ${generator}\nresults go to ${folder}\n`);
      bar.start(total, 0, { proved, errors, last: '' });
    },
    event(event) {
      if (event.kind === 'started') return;
      done += 1;
      if (event.kind === 'recorded') {
        if (event.record.outcome.kind === 'proved') proved += 1;
        if (event.record.outcome.kind === 'error') errors += 1;
        if (!bar.isActive || !process.stderr.isTTY) process.stderr.write(line(event.record));
      }
      bar.update(done, { proved, errors, last: event.kind === 'recorded' ? visibleLine(event.record.theorem) : '' });
    },
    notice(text) {
      if (bar.isActive && process.stderr.isTTY) process.stderr.write('\r\x1b[K');
      process.stderr.write(`${text}\n`);
      if (bar.isActive) bar.updateETA();
    },
    finished(summary, folder) {
      bar.stop();
      process.stdout.write(`${summaryTable(summary)}\n`);
      process.stdout.write(`A page to look at: ariadne report ${folder}\n`);
    },
  };
}

/** The honest table: every theorem of the manifest is in the denominator. */
export function summaryTable(summary: RunSummary): string {
  const range = (low: number, high: number) => `${percent(low)} – ${percent(high)}`;
  const table = plainTable([
    ['theorems', summary.theorems, ''],
    ['proved', summary.solved, percent(summary.solved / summary.theorems)],
    ...summary.passAtK.map(({ k, estimate, low, high }) => [`pass@${k}`, percent(estimate), range(low, high)]),
    ...Object.entries(summary.outcomes)
      .filter(([kind, count]) => kind !== 'proved' && count > 0)
      .map(([kind, count]) => [`attempts: ${kind}`, count, '']),
    ['time in attempts', duration(summary.seconds.total), ''],
  ]);
  const missing = `The run is not complete: ${summary.attempts.missing} attempts are missing. The same command goes on with it.`;
  return summary.complete ? table : `${table}\n${pc.yellow(missing)}`;
}
