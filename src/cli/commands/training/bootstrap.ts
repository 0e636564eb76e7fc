import { SingleBar } from 'cli-progress';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import { isStated, type StatedTheorem, sampleTheorems, sourceFiles } from '../../../data/benchmark/benchmark.ts';
import { loadBenchmark } from '../../../data/benchmark/load.ts';
import { Lazy } from '../../../data/lazy.ts';
import { coreLibrary } from '../../../data/library/core-library.ts';
import type { Problem } from '../../../data/problem.ts';
import { ok, type Result } from '../../../data/result.ts';
import { elaborateWith } from '../../../eval/lean-prover/elaborate.ts';
import { openRemoteRun } from '../../../eval/queue/remote/remote-run.ts';
import { versionsOf } from '../../../eval/queue/worker/lean-workshop.ts';
import { type Lean, openLean } from '../../../lean/index.ts';
import { type BootstrapInput, bootstrap } from '../../../train/bootstrap/bootstrap.ts';
import { BootstrapFolder } from '../../../train/bootstrap/log.ts';
import { LeanStepFinder, RemoteStepFinder, sourcesOf } from '../../../train/bootstrap/step-finder.ts';
import { isHeldOut, readAllHeldOut } from '../../../train/dataset/held-out.ts';
import { printProblem } from '../../display/print-problem.ts';
import { interruptedExitCode, interruptSignal } from '../../interrupt.ts';
import { leanLimits, leanOptions, leanPlace, leanSettings } from '../../options/lean-options.ts';
import { coordinatorOptions, openLanes, sayOnStderr } from '../../options/queue-options.ts';

const options = {
  out: { type: 'string', demandOption: true, describe: 'folder of the log and the steps; the same command goes on' },
  split: { type: 'string', default: 'train', describe: 'split of the training goals' },
  sample: { type: 'number', describe: 'only that many theorems of it' },
  'held-out': {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'benchmarks, or manifests of hashes, of theorems that no step may come from or name',
  },
  queue: coordinatorOptions.queue,
  priority: coordinatorOptions.priority,
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options> & { readonly benchmark: string };

export const bootstrapCommand: CommandModule<object, Arguments> = {
  command: 'bootstrap <benchmark>',
  describe: 'collect first proof steps: tactics that close training goals at one stroke',
  builder: (cli) =>
    cli
      .positional('benchmark', { type: 'string', demandOption: true, describe: 'benchmark of training goals' })
      .options(options)
      .example('$0 bootstrap benchmarks/library/random.json.gz --out runs/first', 'on the core library'),
  handler: async (args) => {
    const signal = interruptSignal();
    const result = await run(args, signal);
    if (!result.ok) return printProblem(result.error);
    if (signal.aborted) process.exitCode = interruptedExitCode;
  },
};

async function run(args: Arguments, signal: AbortSignal): Promise<Result<void, Problem>> {
  let sources: readonly string[] = [];
  await using lazyLean = new Lazy(() => openLean({ ...leanSettings(args), ...leanPlace(sources), signal }));
  const loaded = await loadBenchmark(
    args.benchmark,
    args.split,
    elaborateWith(() => lazyLean.open(), signal),
  );
  if (!loaded.ok) return loaded;
  const heldOut = await readAllHeldOut([args.benchmark, ...args['held-out']]);
  if (!heldOut.ok) return heldOut;
  const goals = args.sample === undefined ? loaded.value : sampleTheorems(loaded.value, args.sample);
  const theorems = goals.theorems.filter(isStated);
  sources = sourceFiles(goals);

  const opened = await BootstrapFolder.open(args.out);
  if (!opened.ok) return opened;
  await using folder = opened.value;

  const lean = await lazyLean.open();
  if (!lean.ok) return lean;
  const library = coreLibrary().premises.filter(({ kind }) => kind === 'theorem');
  const known = [...loaded.value.theorems.map(({ id }) => id), ...library.map(({ name }) => name)];
  const names = known.filter((theorem) => !isHeldOut(heldOut.value, { theorem }));
  const display = progress(theorems.length, folder);
  await using stack = new AsyncDisposableStack();
  const here = { finder: new LeanStepFinder(lean.value, sourcesOf(names)), parallel: lean.value.workers };
  const finding =
    args.queue === undefined ? ok(here) : await remoteFinding(args, lean.value, { theorems, names, folder }, stack);
  if (!finding.ok) return finding;
  const result = await bootstrap({
    ...finding.value,
    theorems,
    heldOut: heldOut.value,
    done: folder.records,
    log: folder.log,
    signal,
    onRecord: (record) => {
      folder.add(record);
      display.update();
    },
  });
  display.stop();
  if (!result.ok) return result;
  const written = await folder.writeSteps();
  if (!written.ok) return written;
  const tried = `${folder.records.length} of ${theorems.length} tried`;
  console.log(`${folder.stepsFile}: ${written.value} steps of ${folder.closed} theorems; ${tried}`);
  return ok(undefined);
}

/** The workers of a queue, as a finder. */
async function remoteFinding(
  args: Arguments,
  lean: Lean,
  {
    theorems,
    names,
    folder,
  }: { theorems: readonly StatedTheorem[]; names: readonly string[]; folder: BootstrapFolder },
  stack: AsyncDisposableStack,
): Promise<Result<Pick<BootstrapInput, 'finder' | 'parallel'>, Problem>> {
  const lanes = await openLanes(args.queue);
  if (!lanes.ok) return lanes;
  stack.use(lanes.value);
  const tried = new Set(folder.records.map(({ theorem }) => theorem));
  const opened = await openRemoteRun({
    lanes: lanes.value,
    folder: args.out,
    theorems,
    assignment: { versions: versionsOf(lean), work: { kind: 'steps', names: [...names] }, limits: leanLimits(args) },
    priority: args.priority,
    parallel: undefined,
    isStored: (theorem) => tried.has(theorem),
    onNotice: sayOnStderr,
  });
  if (!opened.ok) return opened;
  const remote = stack.use(opened.value);
  return ok({ finder: new RemoteStepFinder(remote), parallel: remote.coordinator.parallel });
}

/** A bar on a terminal, a line every hundred theorems elsewhere. */
function progress(total: number, folder: BootstrapFolder) {
  const format = '{bar} {value}/{total} theorems · {closed} closed · {eta_formatted} left';
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true });
  const isTerminal = process.stderr.isTTY === true;
  if (isTerminal) bar.start(total, folder.records.length, { closed: folder.closed });
  return {
    update: () => {
      const tried = folder.records.length;
      if (isTerminal) bar.update(tried, { closed: folder.closed });
      else if (tried % 100 === 0) process.stderr.write(`${tried}/${total} theorems, ${folder.closed} closed\n`);
    },
    stop: () => bar.stop(),
  };
}
