import { existsSync } from 'node:fs';
import type { CommandModule } from 'yargs';
import type { Problem } from '../../../data/problem.ts';
import { ok } from '../../../data/result.ts';
import { visible } from '../../../data/visible.ts';
import { compareRuns, runLabels } from '../../../eval/comparison.ts';
import { percent, pValue } from '../../../eval/report/format.ts';
import {
  listRuns,
  locateRun,
  readSummarized,
  removeRun,
  runsFolder,
  type SummarizedRun,
} from '../../../eval/store/find-runs.ts';
import { type Run, readRun } from '../../../eval/store/run.ts';
import type { RunSummary } from '../../../eval/summary.ts';
import { summaryTable } from '../../display/eval-display.ts';
import { printProblem } from '../../display/print-problem.ts';
import { answerTable } from '../../display/reason-display.ts';
import { plainTable } from '../../display/table.ts';

const json = { json: { type: 'boolean', default: false, describe: 'print JSON' } } as const;

interface Output {
  readonly json: boolean;
}

export const runsCommand: CommandModule<object, object> = {
  command: 'runs',
  describe: 'list, show, compare and remove runs',
  builder: (cli) => cli.command(listCommand).command(showCommand).command(compareCommand).command(removeCommand),
  handler: () => {},
};

const listCommand: CommandModule<object, Output & { readonly folder: string }> = {
  command: ['list [folder]', '$0'],
  describe: 'the runs in a folder (also without a verb)',
  builder: (cli) =>
    cli.positional('folder', { type: 'string', default: runsFolder, describe: 'where the runs lie' }).options(json),
  handler: async ({ folder, json }) => {
    // Where no run was made yet, the folder is not there, and there is nothing wrong with that.
    const folders = folder === runsFolder && !existsSync(folder) ? ok([]) : await listRuns(folder);
    if (!folders.ok) return printProblem(folders.error);
    const runs: SummarizedRun[] = [];
    for (const each of folders.value) {
      const run = await readSummarized(each);
      // One damaged or newer run does not hide the others.
      if (run.ok) runs.push(run.value);
      else printProblem(run.error);
    }
    print(json, runs.map(listed), () => listTable(runs));
  },
};

const listed = ({ folder, manifest, summary }: SummarizedRun) => ({
  folder,
  benchmark: manifest.config.benchmark,
  generator: manifest.config.generator,
  startedAt: manifest.sessions[0]?.startedAt,
  complete: summary.complete,
  theorems: summary.theorems,
  solved: summary.solved,
  passAtK: summary.passAtK,
});

function listTable(runs: readonly SummarizedRun[]): string {
  if (runs.length === 0) return 'There are no runs. `ariadne eval` makes one.';
  const rows = runs.map(({ folder, manifest, summary }) => [
    folder,
    manifest.config.generator,
    `${solvedText(summary)}${summary.complete ? '' : ' (not complete)'}`,
    measureText(summary),
    (manifest.sessions[0]?.startedAt ?? '').slice(0, 16).replace('T', ' '),
  ]);
  return plainTable(rows, ['run', 'generator', 'solved', 'measure', 'started']);
}

const solvedText = ({ answers, solved, theorems }: RunSummary): string =>
  answers === undefined ? `${solved}/${theorems}` : `${answers.correct}/${answers.labelled}`;

const measureText = ({ answers, passAtK }: RunSummary): string =>
  answers === undefined
    ? passAtK.map(({ k, estimate }) => `pass@${k} ${percent(estimate)}`).join('\n')
    : `accuracy ${percent(answers.accuracy.estimate)}`;

const showCommand: CommandModule<object, Output & { readonly run: string }> = {
  command: 'show <run>',
  describe: 'configuration and results of a run',
  builder: (cli) =>
    cli.positional('run', { type: 'string', demandOption: true, describe: 'folder or name' }).options(json),
  handler: async ({ run: name, json }) => {
    const run = await readSummarized(locateRun(name));
    if (!run.ok) return printProblem(run.error);
    const { folder, manifest, summary } = run.value;
    print(json, { folder, config: manifest.config, sessions: manifest.sessions, summary }, () =>
      [folder, ...flatten(manifest.config), tableOf(summary)].join('\n'),
    );
  },
};

const tableOf = (summary: RunSummary): string =>
  summary.answers === undefined ? summaryTable(summary) : answerTable(summary.answers);

const flatten = (value: unknown, field = ''): string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, each]) => flatten(each, field === '' ? key : `${field}.${key}`))
    : [`  ${field}: ${JSON.stringify(value)}`];

const compareCommand: CommandModule<object, Output & { readonly first: string; readonly second: string }> = {
  command: 'compare <first> <second>',
  describe: 'which theorems each of two runs proved',
  builder: (cli) =>
    cli
      .positional('first', { type: 'string', demandOption: true, describe: 'folder or name' })
      .positional('second', { type: 'string', demandOption: true, describe: 'folder or name' })
      .options(json),
  handler: async ({ first, second, json }) => {
    const runs = await readRuns([first, second]);
    if ('problem' in runs) return printProblem(runs.problem);
    const [a, b] = runs.runs as [Run, Run];
    const comparison = compareRuns(a, b);
    const labels = runLabels([a, b]);
    print(json, { runs: labels, ...comparison }, () => {
      const { both, onlyFirst, onlySecond, neither, p, common } = comparison;
      return plainTable([
        ['theorems in both runs', common],
        ['proved by both', both.length],
        [`only by ${labels[0]}`, [onlyFirst.length, ...onlyFirst].join('\n')],
        [`only by ${labels[1]}`, [onlySecond.length, ...onlySecond].join('\n')],
        ['by neither', neither.length],
        ['McNemar’s exact p', pValue(p)],
      ]);
    });
  },
};

const removeCommand: CommandModule<object, Output & { readonly runs: readonly string[] }> = {
  command: 'remove <runs..>',
  describe: 'delete runs, with all that they found',
  builder: (cli) =>
    cli
      .positional('runs', { type: 'string', array: true, demandOption: true, describe: 'folders or names' })
      .options(json),
  handler: async ({ runs, json }) => {
    const removed: string[] = [];
    for (const folder of runs.map(locateRun)) {
      const result = await removeRun(folder);
      if (result.ok) removed.push(folder);
      else printProblem(result.error);
    }
    print(json, { removed }, () => removed.map((folder) => `removed ${folder}`).join('\n'));
  },
};

/** Reads several runs, or says what is wrong with the first that cannot be read. */
export async function readRuns(
  names: readonly string[],
): Promise<{ readonly runs: Run[] } | { readonly problem: Problem }> {
  const runs: Run[] = [];
  for (const name of names) {
    const run = await readRun(locateRun(name));
    if (!run.ok) return { problem: run.error };
    runs.push(run.value);
  }
  return { runs };
}

const print = (asJson: boolean, value: unknown, text: () => string) =>
  process.stdout.write(`${asJson ? JSON.stringify(value, undefined, 1) : visible(text())}\n`);
