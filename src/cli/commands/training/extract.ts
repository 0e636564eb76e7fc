import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import { formatJsonl } from '../../../data/jsonl.ts';
import type { Problem } from '../../../data/problem.ts';
import { ok, type Result } from '../../../data/result.ts';
import { visibleLine } from '../../../data/visible.ts';
import { type Lean, openLean } from '../../../lean/index.ts';
import { writeText } from '../../../store/write-text.ts';
import { readHeldOut } from '../../../train/dataset/held-out.ts';
import { type ExtractEvent, extractFiles, extractRuns } from '../../../train/extract/extract.ts';
import { collectTraces } from '../../../train/extract/extract-project.ts';
import { writeLeanDojo } from '../../../train/extract/leandojo/write.ts';
import { type FailedStep, failedSteps } from '../../../train/extract/module-trace.ts';
import { findSources } from '../../../train/extract/sources.ts';
import { type NegativeStep, StepCollector } from '../../../train/extract/step-record.ts';
import { buildPrinter } from '../../display/build-view.ts';
import { printProblem } from '../../display/print-problem.ts';
import { interruptedExitCode, interruptSignal } from '../../interrupt.ts';
import { leanOptions, leanSettings } from '../../options/lean-options.ts';
import { repositoryOf } from '../../repository.ts';
import { countsText, type TracedProject, withTracedProject } from '../../trace-project.ts';

const options = {
  out: { type: 'string', demandOption: true, describe: 'JSONL of proof steps, packed where it ends in .gz' },
  negatives: { type: 'string', describe: 'JSONL for tactics of runs that led nowhere' },
  failures: {
    type: 'string',
    describe: 'JSONL for steps of human proofs that did not come out when they were made again',
  },
  module: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'of a Lake project: only these modules, and those below them',
  },
  leandojo: { type: 'string', describe: 'of one Lake project: folder for a dataset as LeanDojo has them' },
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
      .example('$0 extract . --out steps.jsonl', 'from the proofs of a project')
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
  const sources = await findSources(args.sources);
  if (!sources.ok) return sources.error;
  const { runs, files, projects } = sources.value;
  if (args.leandojo !== undefined && projects.length !== 1) {
    return {
      code: 'not-one-project',
      message: `\`--leandojo\` makes a dataset of one Lake project, and the sources hold ${projects.length}.`,
      hint: 'Give the folder of one project: one with a lakefile.toml or a lakefile.lean.',
    };
  }
  const collector = new StepCollector(heldOut.value);
  const negatives: NegativeStep[] = [];
  const failures: FailedStep[] = [];
  const collected = await extractRuns(runs, collector, (step) => negatives.push(step));
  if (!collected.ok) return collected.error;
  if (files.length > 0) {
    const paths = files.map(({ path }) => path);
    const lean = await openLean({ ...leanSettings(args), files: paths, signal, onEvent: buildPrinter() });
    if (!lean.ok) return lean.error;
    await using opened = lean.value;
    const extracted = await extractFiles(opened, files, collector, {
      signal,
      onEvent: printEvent,
      onTrace: (trace) => failures.push(...failedSteps(trace)),
    });
    if (!extracted.ok) return extracted.error;
  }
  for (const folder of projects) {
    const traced = await withTracedProject({ ...args, folder, only: args.module }, signal, async (project, lean) => {
      collectTraces(project.traces, collector);
      failures.push(...project.traces.flatMap(failedSteps));
      return args.leandojo === undefined ? ok(undefined) : writeDataset(project, lean, args.leandojo, signal);
    });
    if (!traced.ok) return traced.error;
  }
  const outputs = [
    { path: args.out, records: collector.steps, what: () => printCounts(collector, args.out) },
    {
      path: args.negatives,
      records: negatives,
      what: () => console.log(`${args.negatives}: ${negatives.length} tactics that led nowhere`),
    },
    {
      path: args.failures,
      records: failures,
      what: () => console.log(`${args.failures}: ${failures.length} steps that did not come out`),
    },
  ];
  for (const { path, records, what } of outputs) {
    if (path === undefined) continue;
    const written = await writeText(path, formatJsonl(records));
    if (!written.ok) return written.error;
    what();
  }
  return undefined;
}

async function writeDataset(
  traced: TracedProject,
  lean: Lean,
  out: string,
  signal: AbortSignal,
): Promise<Result<void, Problem>> {
  const repository = await repositoryOf(traced.project.folder);
  const written = await writeLeanDojo(traced, lean, { out, repository, now: new Date() }, signal);
  if (!written.ok) return written;
  const { theorems, premises } = written.value;
  console.log(`${out}: ${theorems} theorems, ${premises} premises`);
  return ok(undefined);
}

function printEvent(event: ExtractEvent): void {
  switch (event.kind) {
    case 'not-replayed': {
      const { file, line, theorem, reason } = event;
      const where = `${file}:${line}`;
      process.stderr.write(
        `left out: ${where}: a step in the proof of ${visibleLine(theorem || 'an example')} does not replay (${reason})\n`,
      );
      break;
    }
    case 'file-done':
      process.stderr.write(`${event.file}: ${countsText(event.counts)}\n`);
      break;
  }
}

function printCounts(collector: StepCollector, out: string): void {
  const { steps, counts } = collector;
  const splits = Map.groupBy(steps, ({ split }) => split);
  const parts = [...splits].toSorted().map(([split, group]) => `${group.length} ${split || 'without a split'}`);
  console.log(
    `${out}: ${steps.length} steps (${parts.join(', ')}); left out: ${counts.duplicates} duplicates, ` +
      `${counts.refused} of held-out theorems`,
  );
}
