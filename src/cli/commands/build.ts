import { availableParallelism } from 'node:os';
import type { CommandModule } from 'yargs';
import { buildProject, type ProjectBuild } from '../../lean/index.ts';
import { buildPrinter } from '../display/build-view.ts';
import { printProblem } from '../display/print-problem.ts';
import { interruptedExitCode, interruptSignal } from '../interrupt.ts';

interface BuildArguments {
  readonly folder: string;
  readonly module: readonly string[];
  readonly workers: number;
  readonly json: boolean;
}

export const buildCommand: CommandModule<object, BuildArguments> = {
  command: 'build [folder]',
  describe: 'build the modules of a Lake project with the embedded Lean, into the cache',
  builder: (cli) =>
    cli
      .positional('folder', { type: 'string', default: '.', describe: 'the project, or a folder in it' })
      .option('module', { type: 'string', array: true, default: [], describe: 'only these, and what they import' })
      .option('workers', {
        type: 'number',
        default: Math.min(8, availableParallelism()),
        describe: 'instances of Lean at a time; each takes about a gigabyte',
      })
      .option('json', { type: 'boolean', default: false, describe: 'print events, one JSON object a line' }),
  handler: async ({ folder, module, workers, json }) => {
    const signal = interruptSignal();
    const print = buildPrinter();
    const built = await buildProject(folder, module, process.env, {
      workers,
      signal,
      onEvent: json ? (event) => process.stdout.write(`${JSON.stringify(event)}\n`) : print,
    });
    if (!built.ok) printProblem(built.error);
    else if (!json) process.stdout.write(`${summary(built.value).join('\n')}\n`);
    if (signal.aborted) process.exitCode = interruptedExitCode;
    else if (built.ok && !isWhole(built.value)) process.exitCode = 1;
  },
};

const isWhole = ({ graph, outcomes }: ProjectBuild): boolean =>
  graph.obstacles.length === 0 &&
  graph.nodes.every(({ module }) => {
    const outcome = outcomes.get(module);
    return outcome?.kind === 'compiled' && outcome.record.errors.length === 0;
  });

function summary({ graph, outcomes }: ProjectBuild): readonly string[] {
  const all = [...outcomes.entries()];
  const clean = all.filter(([, each]) => each.kind === 'compiled' && each.record.errors.length === 0).length;
  const flawed = all.filter(([, each]) => each.kind === 'compiled' && each.record.errors.length > 0);
  const failed = all.filter(([, each]) => each.kind === 'failed');
  const blocked = all.filter(([, each]) => each.kind === 'blocked');
  const names = (list: typeof all): string => list.map(([module]) => module).join(', ');
  return [
    `${clean} of ${graph.nodes.length} modules built without an error`,
    ...(flawed.length === 0 ? [] : [`${flawed.length} with errors: ${names(flawed)}`]),
    ...(failed.length === 0 ? [] : [`${failed.length} not built: ${names(failed)}`]),
    ...(blocked.length === 0 ? [] : [`${blocked.length} need one that was not: ${names(blocked)}`]),
    ...graph.obstacles.map(({ module, importedBy, why }) =>
      why === 'circle'
        ? `${module} and ${importedBy} import each other`
        : `${module}, imported by ${importedBy}, is not there`,
    ),
  ];
}
