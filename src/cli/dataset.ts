import { join } from 'node:path';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { LibraryManifest } from '../data/benchmark/library-manifest.ts';
import { buildLibraryManifest } from '../data/library/build-manifest.ts';
import type { Problem } from '../data/problem.ts';
import { ok, type Result } from '../data/result.ts';
import { type Lean, type LeanFailure, openLean, type TheoremInfo } from '../lean/index.ts';
import { writeText } from '../store/write-text.ts';
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

/** Modules in one request: all at once would be more than Lean can write down. */
const modulesAtOnce = 50;

/** Theorems of the modules at and below these roots. */
async function listLibrary(
  lean: Lean,
  roots: readonly string[],
  signal: AbortSignal,
): Promise<Result<TheoremInfo[], LeanFailure>> {
  const imports = [...roots];
  const all = await lean.listModules(imports, signal);
  if (!all.ok) return all;
  const modules = all.value.filter((module) => roots.some((root) => module === root || module.startsWith(`${root}.`)));
  const theorems: TheoremInfo[] = [];
  for (let at = 0; at < modules.length; at += modulesAtOnce) {
    const listed = await lean.listTheorems({ imports, modules: modules.slice(at, at + modulesAtOnce) }, signal);
    if (!listed.ok) return listed;
    theorems.push(...listed.value);
  }
  return ok(theorems);
}

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

async function buildLibrary(args: Arguments): Promise<Problem | undefined> {
  const opened = await openLean({ ...leanSettings(args), workers: 1 });
  if (!opened.ok) return opened.error;
  await using lean = opened.value;
  const listed = await listLibrary(lean, args.library, interruptSignal());
  if (!listed.ok) {
    return {
      code: `lean-${listed.error.kind}`,
      message: `Lean could not list theorems: ${firstLine(listed.error.message)}`,
    };
  }
  const theorems = listed.value;
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
