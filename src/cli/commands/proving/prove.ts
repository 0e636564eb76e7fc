import { dirname, join, parse, resolve } from 'node:path';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { Problem } from '../../../data/problem.ts';
import type { Result } from '../../../data/result.ts';
import { readText } from '../../../data/text-file.ts';
import { createGenerator } from '../../../generator/index.ts';
import { openLean, recheck } from '../../../lean/index.ts';
import { type FileReport, openScriptJournal, type ProvingSetup, proveFile } from '../../../proving/index.ts';
import { defaultOptions } from '../../../search/index.ts';
import { writeText } from '../../../store/write-text.ts';
import { printProblem } from '../../display/print-problem.ts';
import { type ProveDisplay, proveDisplay } from '../../display/prove-display.ts';
import { interruptedExitCode, interruptSignal } from '../../interrupt.ts';
import { chosenGenerator, generatorOptions } from '../../options/generator-options.ts';
import { leanOptions, leanSettings } from '../../options/lean-options.ts';

const options = {
  theorem: { type: 'string', array: true, default: [] as string[], describe: 'only these declarations' },
  out: { type: 'string', describe: 'where the completed file goes (default: NAME.proved.lean beside it)' },
  'in-place': { type: 'boolean', default: false, describe: 'complete the files themselves' },
  json: { type: 'boolean', default: false, describe: 'print events, one JSON object a line' },
  recheck: {
    type: 'boolean',
    default: false,
    describe: 'have a native Lean compile what was written, and its leanchecker replay it',
  },
  seed: { type: 'number', default: 0, describe: 'decides all randomness' },
  seconds: { type: 'number', default: 60, describe: 'wall-clock budget of a sorry' },
  expansions: { type: 'number', describe: 'budget of expansions of a sorry' },
  checks: { type: 'number', describe: 'budget of tactic checks of a sorry' },
  tokens: { type: 'number', describe: 'budget of generated tokens of a sorry' },
  candidates: { type: 'number', default: defaultOptions.candidates, describe: 'tactics tried on a goal at first' },
  ...generatorOptions,
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options> & { readonly files: readonly string[] };

export const proveCommand: CommandModule<object, Arguments> = {
  command: 'prove <files..>',
  describe: 'prove the sorrys of Lean files',
  builder: (cli) =>
    cli
      .positional('files', { type: 'string', array: true, demandOption: true, describe: 'Lean files' })
      .options(options)
      .check(({ out, 'in-place': inPlace }) => out === undefined || !inPlace || 'Give --out or --in-place, not both.')
      .example('$0 prove benchmarks/tour.lean', 'prove a whole file')
      .example('$0 prove File.lean --theorem foo --seconds 300', 'spend five minutes on one theorem'),
  handler: async (args) => {
    const signal = interruptSignal();
    const problem = await run(args, signal, proveDisplay(args.json));
    if (problem !== undefined) printProblem(problem);
    if (signal.aborted) process.exitCode = interruptedExitCode;
  },
};

interface FileToProve {
  readonly path: string;
  readonly text: string;
  readonly out: string;
}

/** Proves the files one after another; answers with what a person has to put right. */
async function run(args: Arguments, signal: AbortSignal, display: ProveDisplay): Promise<Problem | undefined> {
  // Everything that can be wrong with what was asked is found before Lean starts.
  const files: FileToProve[] = [];
  for (const path of args.files) {
    const text = await readText(path);
    if (!text.ok) return text.error;
    files.push({ path, text: text.value, out: outputPath(args, path) });
  }
  const chosen = chosenGenerator(args);
  if (!chosen.ok) return chosen.error;

  const opening = openLean({
    ...leanSettings(args),
    onEvent: (event) => display.lean(event),
    cwd: dirname(resolve(args.files[0] ?? '.')),
    files: args.files,
    signal,
  });
  // The model is read while Lean starts.
  const created = await createGenerator(chosen.value);
  const opened = await opening;
  if (!opened.ok) {
    if (created.ok) await created.value.close();
    return opened.error;
  }
  await using lean = opened.value;
  if (!created.ok) return created.error;
  const generator = created.value;
  display.started(lean.command.describe, generator.name);

  const { seconds, expansions, checks, tokens, seed, candidates } = args;
  const given = { seconds, expansions, checks, tokens };
  const budgets = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const setup: ProvingSetup = { lean, generator, budgets, seed, search: { candidates } };
  try {
    const done: FileReport[] = [];
    for (const file of files) {
      const proved = await proveOne(setup, args.theorem, file, signal, display);
      if (!proved.ok) return proved.error;
      done.push(proved.value);
    }
    const reports = done.flatMap((file) => file.reports);
    display.finished(reports, files);
    const problem = args.recheck && !signal.aborted ? await recheckFiles(files, signal, display) : undefined;
    if (problem !== undefined) return problem;
    const isWhole = done.every(({ errors }) => errors.length === 0);
    if (!isWhole || reports.some(({ outcome }) => outcome.kind !== 'proved')) process.exitCode = 1;
    return undefined;
  } finally {
    await generator.close();
  }
}

/** Proves one file; what is found is on disk before the next search begins, what is verified in the completed file. */
async function proveOne(
  setup: ProvingSetup,
  theorems: readonly string[],
  { path, text, out }: FileToProve,
  signal: AbortSignal,
  display: ProveDisplay,
): Promise<Result<FileReport, Problem>> {
  const journal = await openScriptJournal(`${out}.scripts.json`, text);
  if (!journal.ok) return journal;
  const keeper = { ...journal.value, completed: (completed: string) => writeText(out, completed) };
  const proved = await proveFile(
    setup,
    { text, fileName: path, theorems, keeper },
    { signal, onEvent: (event) => display.event(event) },
  );
  if (!proved.ok) return proved;
  const written = await writeText(out, proved.value.completed);
  if (!written.ok) return written;
  const isUnverified = proved.value.reports.some(
    ({ outcome, sorries }) =>
      (outcome.kind === 'cancelled' || outcome.kind === 'error') && sorries.some(({ kind }) => kind === 'found'),
  );
  // What was found and has no verdict yet is kept for the next run.
  const removed = isUnverified ? undefined : await journal.value.remove();
  return removed?.ok === false ? removed : proved;
}

/** The second opinion on the files that were written; the first problem ends it. */
async function recheckFiles(
  files: readonly FileToProve[],
  signal: AbortSignal,
  display: ProveDisplay,
): Promise<Problem | undefined> {
  for (const { out } of files) {
    const rechecked = await recheck(out, process.env, signal);
    if (!rechecked.ok) return rechecked.error;
    display.rechecked(out, rechecked.value.lean);
  }
  return undefined;
}

function outputPath(args: Arguments, path: string): string {
  if (args['in-place']) return path;
  const { dir, name, ext } = parse(path);
  const proved = `${name}.proved${ext}`;
  if (args.out === undefined) return join(dir, proved);
  // With several files, `--out` is the folder that they go to.
  return args.files.length === 1 ? args.out : join(args.out, parse(path).base);
}
