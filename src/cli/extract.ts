import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import { formatJsonl } from '../data/jsonl.ts';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { fileProblem, readText } from '../data/text-file.ts';
import { visibleLine } from '../data/visible.ts';
import { locateRun } from '../eval/store/find-runs.ts';
import { readRun, runFiles } from '../eval/store/run.ts';
import { type Lean, type LeanFailure, openLean } from '../lean/index.ts';
import { writeText } from '../store/write-text.ts';
import { readHeldOut } from '../train/dataset/held-out.ts';
import { extractFile } from '../train/extract/extract-file.ts';
import { collectRun } from '../train/extract/from-run.ts';
import { theoremsNamed } from '../train/extract/names.ts';
import { type NegativeStep, StepCollector, splitOf } from '../train/extract/step-record.ts';
import { buildPrinter } from './build-view.ts';
import { interruptedExitCode, interruptSignal } from './interrupt.ts';
import { leanOptions, leanSettings } from './lean-options.ts';
import { printProblem } from './print-problem.ts';

const options = {
  out: { type: 'string', demandOption: true, describe: 'JSONL of proof steps, packed where it ends in .gz' },
  negatives: { type: 'string', describe: 'JSONL for tactics of runs that led nowhere' },
  'held-out': { type: 'string', describe: 'benchmark, or manifest of hashes, of theorems whose steps are left out' },
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options> & { readonly sources: readonly string[] };

export const extractCommand: CommandModule<object, Arguments> = {
  command: 'extract <sources..>',
  describe: 'collect proof steps from Lean files, folders and runs',
  builder: (cli) =>
    cli
      .positional('sources', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'Lean files, folders or Lake projects of them, folders of runs',
      })
      .options(options)
      .example('$0 extract Proofs/ --out steps.jsonl', 'from the proofs of a project')
      .example('$0 extract results/my-run --out steps.jsonl --negatives failures.jsonl', 'from what a run found'),
  handler: async (args) => {
    const signal = interruptSignal();
    const problem = await run(args, signal);
    if (problem !== undefined) printProblem(problem);
    if (signal.aborted) process.exitCode = interruptedExitCode;
  },
};

async function run(args: Arguments, signal: AbortSignal): Promise<Problem | undefined> {
  const heldOut = args['held-out'] === undefined ? ok(new Set<string>()) : await readHeldOut(args['held-out']);
  if (!heldOut.ok) return heldOut.error;
  const collector = new StepCollector(heldOut.value);
  const negatives: NegativeStep[] = [];
  const sources = await sortSources(args.sources);
  if (!sources.ok) return sources.error;
  for (const folder of sources.value.runs) {
    const read = await readRun(locateRun(folder));
    if (!read.ok) return read.error;
    const collected = await collectRun(read.value, collector, (step) => negatives.push(step));
    if (!collected.ok) return collected.error;
  }
  if (sources.value.files.length > 0) {
    const files = sources.value.files.map(({ path }) => path);
    const lean = await openLean({ ...leanSettings(args), files, signal, onEvent: buildPrinter() });
    if (!lean.ok) return lean.error;
    await using opened = lean.value;
    const extracted = await extractFiles(opened, sources.value.files, collector, signal);
    if (!extracted.ok) return extracted.error;
  }
  const written = await writeText(args.out, formatJsonl(collector.steps));
  if (!written.ok) return written.error;
  printCounts(collector, args.out);
  if (args.negatives === undefined) return undefined;
  const writtenNegatives = await writeText(args.negatives, formatJsonl(negatives));
  if (!writtenNegatives.ok) return writtenNegatives.error;
  console.log(`${args.negatives}: ${negatives.length} tactics that led nowhere`);
  return undefined;
}

interface SourceFile {
  readonly path: string;
  /** Name of the module, as its place in the folder tells it. */
  readonly module: string;
}

async function sortSources(
  sources: readonly string[],
): Promise<Result<{ runs: string[]; files: SourceFile[] }, Problem>> {
  const runs: string[] = [];
  const files: SourceFile[] = [];
  for (const source of sources) {
    try {
      const isFolder = await stat(source).then((found) => found.isDirectory());
      if (!isFolder) files.push({ path: source, module: moduleOf(source.split(sep).at(-1)!) });
      else if (await exists(runFiles(source).manifest)) runs.push(source);
      else files.push(...(await leanFiles(source)));
    } catch (error) {
      return fail(fileProblem(error, source, 'read'));
    }
  }
  if (runs.length + files.length > 0) return ok({ runs, files });
  return fail({
    code: 'no-lean-files',
    message: `there are no Lean files in ${sources.join(', ')}`,
    where: { file: sources[0]! },
  });
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The Lean files of a folder, without those that its build and its dependencies brought along. */
async function leanFiles(folder: string): Promise<SourceFile[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith('.lean') && !name.split(sep).some((part) => part.startsWith('.')))
    .toSorted()
    .map((name) => ({ path: join(folder, name), module: moduleOf(relative('', name)) }));
}

const moduleOf = (path: string): string =>
  path
    .replace(/\.lean$/u, '')
    .split(sep)
    .join('.');

async function extractFiles(
  lean: Lean,
  files: readonly SourceFile[],
  collector: StepCollector,
  signal: AbortSignal,
): Promise<Result<void, Problem>> {
  const known = new Map<string, ReadonlySet<string>>();
  for (const { path, module } of files) {
    if (signal.aborted) break;
    const text = await readText(path);
    if (!text.ok) return text;
    const extracted = await extractFile(lean, text.value, path, signal);
    if (!extracted.ok) return extracted;
    const { proofs, imports, theorems } = extracted.value;
    const key = imports.join();
    if (!known.has(key)) {
      const listed = await libraryTheorems(lean, imports, signal);
      if (!listed.ok) return listed;
      known.set(key, listed.value);
    }
    const names = new Set([...known.get(key)!, ...theorems]);
    let replayed = 0;
    for (const { theorem, line, steps } of proofs) {
      if (steps === undefined) {
        process.stderr.write(
          `left out: ${path}:${line}: the proof of ${visibleLine(theorem || 'an example')} does not replay\n`,
        );
        continue;
      }
      replayed++;
      const split = splitOf(`${module}.${theorem || line}`);
      for (const { state, tactic, after, line: at, column } of steps) {
        const position = { line: at, column };
        const named = theoremsNamed(tactic, theorem, names);
        collector.add({ theorem, module, split, state, tactic, after: [...after], position, names: named });
      }
    }
    process.stderr.write(`${path}: ${replayed} of ${proofs.length} proofs\n`);
  }
  return ok(undefined);
}

/** How many modules Lean is asked about at a time: a whole library at once is more than it can say. */
const modulesAtOnce = 50;

async function libraryTheorems(
  lean: Lean,
  imports: readonly string[],
  signal: AbortSignal,
): Promise<Result<ReadonlySet<string>, Problem>> {
  const names = new Set<string>();
  const modules = await lean.listModules(imports, signal);
  if (!modules.ok) return fail(notListed(modules.error));
  for (let from = 0; from < modules.value.length; from += modulesAtOnce) {
    const some = modules.value.slice(from, from + modulesAtOnce);
    const listed = await lean.listTheorems({ imports: [...imports], modules: some }, signal);
    if (!listed.ok) return fail(notListed(listed.error));
    for (const { name } of listed.value) names.add(name);
  }
  return ok(names);
}

const notListed = ({ kind, message }: LeanFailure): Problem => ({
  code: `lean-${kind}`,
  message: `Lean could not list the theorems of the library: ${message.slice(0, 200)}`,
});

function printCounts(collector: StepCollector, out: string): void {
  const { steps, counts } = collector;
  const splits = Map.groupBy(steps, ({ split }) => split);
  const parts = [...splits].toSorted().map(([split, group]) => `${group.length} ${split || 'without a split'}`);
  console.log(
    `${out}: ${steps.length} steps (${parts.join(', ')}); left out: ${counts.duplicates} duplicates, ` +
      `${counts.refused} of held-out theorems`,
  );
}
