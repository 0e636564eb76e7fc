import { join } from 'node:path';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { LibraryManifest } from '../data/benchmark/library-manifest.ts';
import { buildLibraryManifest } from '../data/library/build-manifest.ts';
import type { Problem } from '../data/problem.ts';
import { writeText } from '../data/text-file.ts';
import { openLean } from '../lean/index.ts';
import { interruptSignal } from './interrupt.ts';
import { leanOptions, leanSettings } from './lean-options.ts';
import { printProblem } from './print-problem.ts';

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
  builder: (cli) => cli.command(libraryCommand).demandCommand(1, 'Say which dataset to build: library.'),
  handler: () => {},
};

const libraryCommand: CommandModule<object, Arguments> = {
  command: 'library',
  describe: 'theorems of the library that Lean has, split at random and by module',
  builder: (cli) => cli.options(options),
  handler: async (args) => {
    const problem = await buildLibrary(args);
    if (problem !== undefined) printProblem(problem);
  },
};

async function buildLibrary(args: Arguments): Promise<Problem | undefined> {
  const opened = await openLean({ ...leanSettings(args), workers: 1 });
  if (!opened.ok) return opened.error;
  await using lean = opened.value;
  const listed = await lean.listTheorems({ imports: args.library, modules: [] }, interruptSignal());
  if (!listed.ok)
    return { code: `lean-${listed.error.kind}`, message: `Lean could not list theorems: ${listed.error.message}` };
  const below = (module: string) => args.library.some((root) => module === root || module.startsWith(`${root}.`));
  const theorems = listed.value.filter(({ module }) => below(module));
  const { leanVersion: version, githash } = lean.version;
  for (const scheme of ['random', 'novel'] as const) {
    const manifest = buildLibraryManifest(theorems, scheme, { version, githash });
    const path = join(args.out, `${scheme}.json.gz`);
    const written = await writeText(path, `${JSON.stringify(manifest)}\n`);
    if (!written.ok) return written.error;
    console.log(`${path}: ${countsText(manifest)}`);
  }
  return undefined;
}

function countsText({ counts }: LibraryManifest): string {
  const parts = Object.entries(counts.splits).map(([split, count]) => `${split} ${count}`);
  const excluded = Object.entries(counts.excluded).map(([reason, count]) => `${count} ${reason}`);
  return `${counts.listed} theorems listed; ${parts.join(', ')}; left out: ${excluded.join(', ')}`;
}
