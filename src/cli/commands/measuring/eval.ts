import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import { type Benchmark, sampleTheorems, sourceFiles } from '../../../data/benchmark/benchmark.ts';
import { leanFilesOf, loadBenchmark } from '../../../data/benchmark/load.ts';
import { Lazy } from '../../../data/lazy.ts';
import type { Problem } from '../../../data/problem.ts';
import { ok, type Result } from '../../../data/result.ts';
import { type EvaluationInput, evaluate } from '../../../eval/evaluate.ts';
import { elaborateWith } from '../../../eval/lean-prover/elaborate.ts';
import { LeanProver } from '../../../eval/lean-prover/lean-prover.ts';
import { replHash } from '../../../eval/lean-prover/repl-hash.ts';
import type { RunConfig } from '../../../eval/manifest.ts';
import { type Plan, readPlan } from '../../../eval/plan.ts';
import { type LakeProject, openRemoteProving } from '../../../eval/queue/remote/remote-proving.ts';
import { runName } from '../../../eval/run-name.ts';
import { describeSession } from '../../../eval/session-info.ts';
import { RunWriter } from '../../../eval/store/run-writer.ts';
import { createGenerator, type GeneratorOptions, type TacticGenerator } from '../../../generator/index.ts';
import { importsBeyondLibrary, type Lean, lakeProject, openLean } from '../../../lean/index.ts';
import { defaultOptions } from '../../../search/index.ts';
import { type EvaluationDisplay, jsonDisplay, textDisplay } from '../../display/eval-display.ts';
import { printProblem } from '../../display/print-problem.ts';
import { interruptedExitCode, interruptSignal } from '../../interrupt.ts';
import { chosenGenerator, generatorOptions } from '../../options/generator-options.ts';
import { leanLimits, leanOptions, leanPlace, leanSettings } from '../../options/lean-options.ts';
import { coordinatorOptions, openLanes } from '../../options/queue-options.ts';

const options = {
  split: { type: 'string', default: '', describe: 'only this split of the benchmark' },
  sample: { type: 'number', describe: 'only a fixed sample of that many theorems' },
  k: { type: 'string', default: '1', describe: 'which pass@k, such as 1,8' },
  attempts: { type: 'number', describe: 'attempts for each theorem (default: the greatest k)' },
  seed: { type: 'number', default: 0, describe: 'decides all randomness' },
  seconds: { type: 'number', default: 60, describe: 'wall-clock budget of the search of an attempt' },
  expansions: { type: 'number', describe: 'budget of expansions of an attempt' },
  checks: { type: 'number', describe: 'budget of tactic checks of an attempt' },
  tokens: { type: 'number', describe: 'budget of generated tokens of an attempt' },
  candidates: { type: 'number', default: defaultOptions.candidates, describe: 'tactics tried on a goal at first' },
  parallel: { type: 'number', describe: 'attempts at a time (default: as many as Lean processes)' },
  out: { type: 'string', describe: 'folder of the run (default: one under results/, named after the configuration)' },
  'retry-errors': { type: 'boolean', default: false, describe: 'make attempts again that ended in an error' },
  json: { type: 'boolean', default: false, describe: 'print events, one JSON object a line' },
  ...coordinatorOptions,
  ...generatorOptions,
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options> & { readonly benchmark: string };

export const evalCommand: CommandModule<object, Arguments> = {
  command: 'eval <benchmark>',
  describe: 'measure pass@k on a benchmark; the same command goes on with a run that was cut off',
  builder: (cli) =>
    cli
      .positional('benchmark', {
        type: 'string',
        demandOption: true,
        describe: 'theorem JSONL, a manifest of `dataset`, a Lean file or a folder of them',
      })
      .options(options)
      .example('$0 eval benchmarks/library/random.json.gz --split test --sample 500', 'a sample of the core library')
      .example('$0 eval theorems.jsonl --k 1,8', 'eight attempts at each theorem'),
  handler: async (args) => {
    const signal = interruptSignal();
    const problem = await run(args, signal, args.json ? jsonDisplay : textDisplay());
    if (problem !== undefined) printProblem(problem);
    if (signal.aborted) process.exitCode = interruptedExitCode;
  },
};

/** Answers with what a person has to put right. */
async function run(args: Arguments, signal: AbortSignal, display: EvaluationDisplay): Promise<Problem | undefined> {
  // What is wrong with the command itself is found before Lean starts.
  const plan = readPlan(args.k, args.attempts);
  if (!plan.ok) return plan.error;
  const chosen = chosenGenerator(args);
  if (!chosen.ok) return chosen.error;

  const files = await leanFilesOf(args.benchmark);
  if (!files.ok) return files.error;
  let leanFiles = files.value?.map((file) => resolve(file)) ?? [];
  const open = () => openLean({ ...leanSettings(args), ...leanPlace(leanFiles), signal, onEvent: display.lean });
  await using lazyLean = new Lazy(open);
  const elaborate = elaborateWith(() => lazyLean.open(), signal);
  const loaded = await loadBenchmark(args.benchmark, args.split, elaborate);
  if (!loaded.ok) return loaded.error;
  const benchmark = args.sample === undefined ? loaded.value : sampleTheorems(loaded.value, args.sample);
  if (files.value === undefined) leanFiles = sourceFiles(benchmark);
  const lean = await lazyLean.open();
  if (!lean.ok) return lean.error;
  const generator = await createGenerator(chosen.value);
  if (!generator.ok) return generator.error;
  try {
    return await evaluateWith(args, {
      plan: plan.value,
      benchmark,
      lean: lean.value,
      generator: generator.value,
      generatorOptions: chosen.value,
      leanFiles,
      signal,
      display,
    });
  } finally {
    await generator.value.close();
  }
}

interface Parts {
  readonly plan: Plan;
  readonly benchmark: Benchmark;
  readonly lean: Lean;
  readonly generator: TacticGenerator;
  readonly generatorOptions: GeneratorOptions;
  /** Of the benchmark, by absolute paths; empty where it is neither made of Lean files nor of modules of a project. */
  readonly leanFiles: readonly string[];
  readonly signal: AbortSignal;
  readonly display: EvaluationDisplay;
}

async function evaluateWith(args: Arguments, parts: Parts): Promise<Problem | undefined> {
  const { plan, benchmark, lean, generator, signal, display } = parts;
  const { theorems } = benchmark;
  const config = configOf(args, parts);
  const folder = args.out ?? join('results', runName(config));
  const session = await describeSession(process.argv.slice(2), new Date());
  const writer = await RunWriter.open(folder, { config, theorems, session });
  if (!writer.ok) return writer.error;
  await using run = writer.value;
  display.started({
    folder,
    lean: lean.command.describe,
    generator: generator.name,
    theorems: theorems.length,
    attempts: theorems.length * plan.attempts,
  });
  await using stack = new AsyncDisposableStack();
  const proving =
    args.queue === undefined
      ? ok({
          prover: new LeanProver({ lean, generator, search: { candidates: args.candidates } }),
          parallel: args.parallel ?? lean.workers,
        })
      : await remoteProving(args.queue, args, parts, run, stack);
  if (!proving.ok) return proving.error;
  const summary = await evaluate({
    run,
    theorems,
    ...proving.value,
    retryErrors: args['retry-errors'],
    signal,
    onEvent: display.event,
    now: () => new Date(),
  });
  if (!summary.ok) return summary.error;
  display.finished(summary.value, folder);
  return undefined;
}

/** The workers of a queue, as a prover. */
async function remoteProving(
  queue: string,
  args: Arguments,
  { benchmark, lean, generator, generatorOptions, leanFiles, display }: Parts,
  run: RunWriter,
  stack: AsyncDisposableStack,
): Promise<Result<Pick<EvaluationInput, 'prover' | 'parallel'>, Problem>> {
  const lanes = await openLanes(queue, display.notice);
  if (!lanes.ok) return lanes;
  stack.use(lanes.value);
  const { candidates, priority, parallel, distrust } = args;
  const use = { lanes: lanes.value, priority, distrust, onNotice: display.notice };
  const { name } = generator;
  const project = projectOf(leanFiles);
  const opened = await openRemoteProving(
    { ...use, ...(parallel !== undefined && { parallel }) },
    { lean, limits: leanLimits(args), generator: { options: generatorOptions, name }, candidates, ...project },
    run,
    benchmark.theorems,
  );
  if (opened.ok) stack.use(opened.value);
  return opened;
}

/** The Lake project that Lean files import modules of; nothing where they import the library alone. */
function projectOf(files: readonly string[]): { readonly project?: LakeProject } {
  const importing = files.filter((file) => importsBeyondLibrary(readFileSync(file, 'utf8')).length > 0);
  const root = importing[0] === undefined ? undefined : lakeProject(dirname(importing[0]));
  return root === undefined ? {} : { project: { root, files: importing } };
}

function configOf(args: Arguments, { plan, benchmark, lean, generator }: Parts): RunConfig {
  const { seconds, expansions, checks, tokens, candidates, heartbeats } = args;
  const budgets = Object.entries({ seconds, expansions, checks, tokens }).filter(([, value]) => value !== undefined);
  const { name, split, hash, theorems } = benchmark;
  return {
    benchmark: { name, split, hash, theorems: theorems.length },
    attempts: plan.attempts,
    ks: [...plan.ks],
    seed: args.seed,
    budgets: Object.fromEntries(budgets),
    generator: generator.name,
    prover: { candidates, heartbeats, tacticSeconds: args['tactic-seconds'] },
    lean: { version: lean.version.leanVersion, githash: lean.version.githash, repl: replHash(lean) },
  };
}
