import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import { sampleTheorems, sourceFiles } from '../../../data/benchmark/benchmark.ts';
import { loadBenchmark } from '../../../data/benchmark/load.ts';
import { Lazy } from '../../../data/lazy.ts';
import type { Problem } from '../../../data/problem.ts';
import { ok, type Result } from '../../../data/result.ts';
import { elaborateWith } from '../../../eval/lean-prover/elaborate.ts';
import { describeSession } from '../../../eval/session-info.ts';
import { openLean } from '../../../lean/index.ts';
import { defaultOptions } from '../../../search/index.ts';
import { readTried } from '../../../train/dataset/dataset.ts';
import { readHeldOut, theoremHash } from '../../../train/dataset/held-out.ts';
import { type IterationResult, type IterationTools, iterate } from '../../../train/iterate/iterate.ts';
import { disjoint, type SearchSettings, scoreModel, searchTheorems } from '../../../train/iterate/searching.ts';
import { train } from '../../../train/trainer.ts';
import { textDisplay } from '../../display/eval-display.ts';
import { printRound } from '../../display/iterate-display.ts';
import { printProblem } from '../../display/print-problem.ts';
import { trainingDisplay } from '../../display/train-display.ts';
import { interruptedExitCode, interruptSignal } from '../../interrupt.ts';
import { leanLimits, leanOptions, leanPlace, leanSettings } from '../../options/lean-options.ts';
import { coordinatorOptions, openLanes } from '../../options/queue-options.ts';
import { trainingOptions, trainingSettings } from '../../options/training-options.ts';

const options = {
  out: { type: 'string', demandOption: true, describe: 'folder of the rounds; the same command goes on with it' },
  split: { type: 'string', default: 'train', describe: 'split of the training theorems' },
  'valid-split': { type: 'string', default: 'valid', describe: 'split that the models are measured on' },
  'valid-sample': { type: 'number', default: 200, describe: 'how many theorems of it' },
  'valid-checks': { type: 'number', describe: 'tactic checks for a theorem of it (default: as --checks)' },
  rounds: { type: 'number', default: 5, describe: 'rounds at most' },
  'rounds-patience': { type: 'number', default: 2, describe: 'rounds without gain before it stops' },
  theorems: { type: 'number', default: 1000, describe: 'training theorems searched in a round' },
  'proofs-per-theorem': { type: 'number', default: 4, describe: 'shortest proofs kept of a theorem' },
  continue: { type: 'boolean', default: false, describe: 'train the best model further, in place of a new one' },
  checks: { type: 'number', default: 256, describe: 'tactic checks for an attempt at a new theorem' },
  seconds: { type: 'number', default: 60, describe: 'wall-clock budget of an attempt at a new theorem' },
  candidates: { type: 'number', default: defaultOptions.candidates, describe: 'tactics tried on a goal at first' },
  'held-out': {
    type: 'string',
    describe: 'benchmark, or manifest of hashes, of theorems that must not be trained on; default: this benchmark',
  },
  from: { type: 'string', describe: 'folder of the model that the first round searches with' },
  'known-proofs': {
    type: 'string',
    array: true,
    default: [] as string[],
    describe:
      'steps and logs of proofs that every training takes in, beside what is found; theorems that a log has tried count as tried before',
  },
  ...coordinatorOptions,
  ...trainingOptions,
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options> & { readonly benchmark: string };

export const iterateCommand: CommandModule<object, Arguments> = {
  command: 'iterate <benchmark>',
  describe: 'search, collect proofs, train, measure, and again: expert iteration',
  builder: (cli) =>
    cli
      .positional('benchmark', { type: 'string', demandOption: true, describe: 'benchmark with the two splits' })
      .options(options)
      .example('$0 iterate benchmarks/library/random.json.gz --out runs/iteration', 'on the core library'),
  handler: async (args) => {
    const signal = interruptSignal();
    const result = await run(args, signal);
    if (!result.ok) return printProblem(result.error);
    if (result.value.reason === 'stopped') process.exitCode = interruptedExitCode;
  },
};

async function run(args: Arguments, signal: AbortSignal): Promise<Result<IterationResult, Problem>> {
  let sources: readonly string[] = [];
  await using lazyLean = new Lazy(() => openLean({ ...leanSettings(args), ...leanPlace(sources), signal }));
  const elaborate = elaborateWith(() => lazyLean.open(), signal);
  const training = await loadBenchmark(args.benchmark, args.split, elaborate);
  if (!training.ok) return training;
  const allValid = await loadBenchmark(args.benchmark, args['valid-split'], elaborate);
  if (!allValid.ok) return allValid;
  const apart = disjoint(training.value, allValid.value);
  if (!apart.ok) return apart;
  const heldOut = heldOutFile(args) === undefined ? ok(new Set<string>()) : await readHeldOut(heldOutFile(args)!);
  if (!heldOut.ok) return heldOut;
  const valid = sampleTheorems(allValid.value, args['valid-sample']);
  sources = [...new Set([...sourceFiles(training.value), ...sourceFiles(valid)])];
  const lean = await lazyLean.open();
  if (!lean.ok) return lean;

  let display = textDisplay();
  await using stack = new AsyncDisposableStack();
  const notice = (text: string) => display.notice(text);
  const lanes = args.queue === undefined ? undefined : await openLanes(args.queue, notice);
  if (lanes?.ok === false) return lanes;
  if (lanes !== undefined) stack.use(lanes.value);
  const { priority, distrust } = args;
  const settings: SearchSettings = {
    lean: lean.value,
    session: await describeSession(process.argv.slice(2), new Date()),
    candidates: args.candidates,
    checks: args.checks,
    seconds: args.seconds,
    seed: args.seed,
    signal,
    now: () => new Date(),
    onEvent: (event) => display.event(event),
    ...(lanes !== undefined && {
      queue: { lanes: lanes.value, priority, distrust, limits: leanLimits(args), onNotice: notice },
    }),
  };
  const theorems = new Map(training.value.theorems.map((theorem) => [theorem.id, theorem]));
  const begin = (folder: string, what: string, count: number) => {
    display = textDisplay();
    display.started({ folder, lean: lean.value.command.describe, generator: what, theorems: count, attempts: count });
  };
  const tools: IterationTools = {
    search: (request) => {
      begin(
        request.folder,
        `searching ${request.theorems.length} theorems with ${request.model ?? 'the portfolio'}`,
        request.theorems.length,
      );
      return searchTheorems(settings, theorems, request);
    },
    validate: (request) => {
      begin(request.folder, `measuring ${request.model ?? 'the portfolio'}`, valid.theorems.length);
      return scoreModel({ ...settings, checks: args['valid-checks'] ?? args.checks }, valid, request);
    },
    train: (request) => trainModel(args, request, signal),
  };
  const tried = await readTried(args['known-proofs']);
  if (!tried.ok) return tried;
  const shape = {
    folder: args.out,
    theorems: [...theorems.keys()],
    theoremsPerRound: args.theorems,
    rounds: args.rounds,
    patience: args['rounds-patience'],
    proofsPerTheorem: args['proofs-per-theorem'],
    continueModel: args.continue,
    firstModel: args.from ?? null,
    known: new Map([...tried.value].map(([id, proved]) => [id, { tried: 1, proved: proved ? 1 : 0 }])),
    heldOut: new Set([...heldOut.value, ...allValid.value.theorems.map(({ id }) => theoremHash(id))]),
    seed: args.seed,
  };
  // Awaited here: Lean ends with this function.
  return await iterate(shape, tools, printRound);
}

/** What is held out: as asked for, else all splits but one of a benchmark that is a file. */
const heldOutFile = (args: Arguments): string | undefined =>
  args['held-out'] ?? (/\.jsonl?(\.gz)?$/.test(args.benchmark) ? args.benchmark : undefined);

async function trainModel(
  args: Arguments,
  { folder, data, from }: Parameters<IterationTools['train']>[0],
  signal: AbortSignal,
): Promise<Result<true | undefined, Problem>> {
  const heldOut = heldOutFile(args);
  const where = {
    ...{ data: [data, ...args['known-proofs']], negatives: [], out: folder },
    ...(heldOut !== undefined && { heldOut }),
    ...(from !== null && { from }),
  };
  // A model that was being trained when the last session ended is trained on.
  const resume = existsSync(join(folder, 'checkpoints'));
  const environment = { now: () => Date.now(), signal, report: trainingDisplay(process.stdout) };
  const trained = await train({ ...trainingSettings(args), ...where, resume }, environment);
  if (!trained.ok) return trained;
  return ok(trained.value.reason === 'stopped' ? undefined : true);
}
