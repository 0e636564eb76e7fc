import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { LibraryManifest } from '../../../data/benchmark/library-manifest.ts';
import type { ProjectManifest } from '../../../data/benchmark/project-manifest.ts';
import type { Problem } from '../../../data/problem.ts';
import { writeLibraryBenchmarks } from '../../../eval/library-benchmark.ts';
import { openLean } from '../../../lean/index.ts';
import { writeProjectBenchmarks } from '../../../train/dataset/project/write-benchmarks.ts';
import { printProblem } from '../../display/print-problem.ts';
import { interruptedExitCode, interruptSignal } from '../../interrupt.ts';
import { leanOptions, leanSettings } from '../../options/lean-options.ts';
import { withTracedProject } from '../../trace-project.ts';

const options = {
  out: { type: 'string', default: 'benchmarks/library', describe: 'folder for the manifests' },
  library: {
    type: 'string',
    array: true,
    default: ['Init', 'Std'],
    describe: 'root modules: their theorems, and those of all modules below them',
  },
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options>;

export const datasetCommand: CommandModule<object, object> = {
  command: 'dataset',
  describe: 'build benchmarks',
  builder: (cli) =>
    cli
      .command(libraryCommand)
      .command(projectCommand)
      .demandCommand(1, 'Say which dataset to build: library, or project.'),
  handler: () => {},
};

const libraryCommand: CommandModule<object, Arguments> = {
  command: 'library',
  describe: 'theorems of the library that Lean has, split at random and by module',
  builder: (cli) => cli.options(options),
  handler: async (args) => {
    const signal = interruptSignal();
    const problem = await buildLibrary(args, signal);
    if (problem !== undefined) printProblem(problem);
    if (signal.aborted) process.exitCode = interruptedExitCode;
  },
};

async function buildLibrary(args: Arguments, signal: AbortSignal): Promise<Problem | undefined> {
  const opened = await openLean({ ...leanSettings(args), workers: 1 });
  if (!opened.ok) return opened.error;
  await using lean = opened.value;
  const written = await writeLibraryBenchmarks(lean, { roots: args.library, folder: args.out, signal });
  if (!written.ok) return written.error;
  for (const { path, manifest } of written.value) console.log(`${path}: ${countsText(manifest)}`);
  return undefined;
}

const projectOptions = {
  out: { type: 'string', default: 'benchmark', describe: 'folder for the manifests' },
  module: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'only these modules, and those below them',
  },
  ...leanOptions,
} satisfies Record<string, Options>;

type ProjectArguments = InferredOptionTypes<typeof projectOptions> & { readonly folder: string };

const projectCommand: CommandModule<object, ProjectArguments> = {
  command: 'project [folder]',
  describe: 'theorems of a Lake project, split at random and by novel premises, as LeanDojo does',
  builder: (cli) =>
    cli
      .positional('folder', { type: 'string', default: '.', describe: 'the project, or a folder in it' })
      .options(projectOptions)
      .example('$0 dataset project . --out sets', 'then: eval sets/random.json.gz --split test'),
  handler: async (args) => {
    const signal = interruptSignal();
    const { folder, module: only } = args;
    const written = await withTracedProject({ ...args, folder, only }, signal, (traced, { version }) =>
      writeProjectBenchmarks(traced, { lean: version, out: args.out, onWritten: printWritten }),
    );
    if (!written.ok) printProblem(written.error);
    if (signal.aborted) process.exitCode = interruptedExitCode;
  },
};

const printWritten = (path: string, manifest: ProjectManifest): void => console.log(`${path}: ${countsText(manifest)}`);

function countsText({ counts }: Pick<LibraryManifest, 'counts'>): string {
  const parts = Object.entries(counts.splits).map(([split, count]) => `${split} ${count}`);
  const excluded = Object.entries(counts.excluded).map(([reason, count]) => `${count} ${reason}`);
  const left = excluded.length === 0 ? 'none' : excluded.join(', ');
  return `${counts.listed} theorems listed; ${parts.join(', ')}; left out: ${left}`;
}
