import { join } from 'node:path';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import { comparisonPage } from '../../../eval/report/comparison-page.ts';
import { runPage } from '../../../eval/report/run-page.ts';
import type { Run } from '../../../eval/store/run.ts';
import { writeText } from '../../../store/write-text.ts';
import { printProblem } from '../../display/print-problem.ts';
import { readRuns } from './runs.ts';

const options = {
  out: { type: 'string', describe: 'folder for the pages (default: each page in its run, the comparison here)' },
  theorem: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'put the proof graphs of these theorems on the page first',
  },
  graphs: { type: 'boolean', default: true, describe: 'put proof graphs, and so statements, on the page' },
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options> & { readonly runs: readonly string[] };

export const reportCommand: CommandModule<object, Arguments> = {
  command: 'report <runs..>',
  describe: 'write a self-contained HTML page for each run, and one that compares them',
  builder: (cli) =>
    cli
      .positional('runs', { type: 'string', array: true, demandOption: true, describe: 'folders or names of runs' })
      .options(options),
  handler: async (args) => {
    const read = await readRuns(args.runs);
    if ('problem' in read) return printProblem(read.problem);
    for (const run of read.runs) {
      const written = await writeRunPage(run, args);
      if (!written.ok) return printProblem(written.error);
      console.log(written.value);
    }
    if (read.runs.length < 2) return;
    const path = join(args.out ?? '.', 'comparison.html');
    const written = await writeText(path, await comparisonPage(read.runs));
    if (!written.ok) return printProblem(written.error);
    console.log(path);
  },
};

async function writeRunPage(run: Run, args: Arguments): Promise<Result<string, Problem>> {
  const unknown = args.theorem.find((name) => !run.manifest.theorems.some(({ id }) => id === name));
  if (unknown !== undefined) {
    return fail({
      code: 'unknown-theorem',
      message: `${run.folder} has no theorem "${unknown}"`,
      where: { file: run.folder },
    });
  }
  const page = await runPage(run, { theorems: new Set(args.theorem), withoutGraphs: !args.graphs });
  if (!page.ok) return page;
  const name =
    run.folder
      .replace(/[/\\]+$/, '')
      .split(/[/\\]/)
      .at(-1) ?? 'report';
  const path = args.out === undefined ? join(run.folder, 'report.html') : join(args.out, `${name}.html`);
  const written = await writeText(path, page.value);
  return written.ok ? ok(path) : written;
}
