import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { LanguageProblem } from '../../../data/benchmark/benchmark.ts';
import { parseProblems } from '../../../data/benchmark/reasoning-problem.ts';
import { Lazy } from '../../../data/lazy.ts';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import { deriveSeed } from '../../../data/seed.ts';
import { readText } from '../../../data/text-file.ts';
import { evaluate } from '../../../eval/evaluate.ts';
import { replHash } from '../../../eval/lean-prover/repl-hash.ts';
import type { RunConfig } from '../../../eval/manifest.ts';
import { runName } from '../../../eval/run-name.ts';
import { describeSession } from '../../../eval/session-info.ts';
import { RunWriter } from '../../../eval/store/run-writer.ts';
import { createGenerator } from '../../../generator/index.ts';
import { type Lean, openLean } from '../../../lean/index.ts';
import { AnsweringProver } from '../../../reason/answering.ts';
import { loadSat } from '../../../reason/sat.ts';
import { problemFromTptp } from '../../../reason/tptp-problem.ts';
import { readPrompt, shippedPrompt } from '../../../reason/translation/prompt.ts';
import { goldTranslator, modelTranslator, type Translator } from '../../../reason/translation/translator.ts';
import { printProblem } from '../../display/print-problem.ts';
import { jsonDisplay, type ReasonDisplay, textDisplay } from '../../display/reason-display.ts';
import { interruptedExitCode, interruptSignal } from '../../interrupt.ts';
import { leanOptions, leanSettings } from '../../options/lean-options.ts';

const options = {
  formulas: { choices: ['gold'] as const, describe: 'take the formulas in the data (the default without a model)' },
  generator: { choices: ['openai'] as const, describe: 'let a model on a server translate' },
  model: { type: 'string', describe: 'model name of the server' },
  url: { type: 'string', describe: 'base URL of the server, such as http://localhost:8000/v1' },
  api: {
    choices: ['chat', 'completions'] as const,
    default: 'chat' as const,
    describe: 'which of the two APIs of the server',
  },
  prompt: { type: 'string', describe: 'file with the few-shot prompt (default: the one that ships)' },
  translations: { type: 'number', alias: 'n', describe: 'translations of each problem (default: 1 for gold, else 10)' },
  temperature: { type: 'number', default: 0.8, describe: 'of the model' },
  'top-p': { type: 'number', default: 0.95, describe: 'draw from the most probable tokens up to this mass' },
  'max-tokens': { type: 'number', default: 1024, describe: 'longest translation' },
  syntax: {
    choices: ['auto', 'folio', 'tptp'] as const,
    default: 'auto' as const,
    describe: 'what formulas are written in',
  },
  seconds: { type: 'number', default: 5, describe: 'wall-clock budget of the search for a problem' },
  seed: { type: 'number', default: 0, describe: 'decides all randomness' },
  parallel: { type: 'number', describe: 'problems at a time (default: as many as Lean processes)' },
  out: { type: 'string', describe: 'folder of the run (default: one under results/, named after the configuration)' },
  'retry-errors': { type: 'boolean', default: false, describe: 'make attempts again that ended in an error' },
  json: { type: 'boolean', default: false, describe: 'print events, one JSON object a line' },
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options> & { readonly file: string | undefined };

export const reasonCommand: CommandModule<object, Arguments> = {
  command: 'reason [file]',
  describe: 'answer problems in language by formulas, with proofs and finite models that Lean has verified',
  builder: (cli) =>
    cli
      .positional('file', { type: 'string', describe: 'problems as JSONL, or one problem of TPTP (.p); else stdin' })
      .options(options)
      .example('$0 reason problems.jsonl', 'the formulas in the data, one run that can be resumed')
      .example(
        '$0 reason problems.jsonl --generator openai --model NAME --url URL -n 10',
        'a majority of ten translations',
      )
      .example('$0 reason < problem.json', 'one problem, with its certificate'),
  handler: async (args) => {
    const signal = interruptSignal();
    const problem = await run(args, signal);
    if (problem !== undefined) printProblem(problem);
    if (signal.aborted) process.exitCode = interruptedExitCode;
  },
};

/** Answers with what a person has to put right. */
async function run(args: Arguments, signal: AbortSignal): Promise<Problem | undefined> {
  const translator = await chosenTranslator(args);
  if (!translator.ok) return translator.error;
  const problems = await readProblems(args.file);
  if (!problems.ok) return problems.error;
  const display = args.json ? jsonDisplay() : textDisplay();
  await using lazyLean = new Lazy(() => openLean({ ...leanSettings(args), onEvent: display.lean }));
  const lean = await lazyLean.open();
  if (!lean.ok) return lean.error;
  const generator = await createGenerator({ kind: 'portfolio' });
  if (!generator.ok) return generator.error;
  try {
    const setup = {
      lean: lean.value,
      generator: generator.value,
      sat: await loadSat(),
      translator: translator.value,
      syntax: args.syntax,
    };
    const prover = new AnsweringProver(setup);
    const parts = { translator: translator.value, lean: lean.value, prover, display, signal };
    return problems.value.single
      ? await answerHere(args, problems.value, parts)
      : await answerInRun(args, problems.value, parts);
  } finally {
    await generator.value.close();
  }
}

interface Parts {
  readonly translator: Translator;
  readonly lean: Lean;
  readonly prover: AnsweringProver;
  readonly display: ReasonDisplay;
  readonly signal: AbortSignal;
}

const translationsOf = (args: Arguments): number => args.translations ?? (args.generator === undefined ? 1 : 10);

async function chosenTranslator(args: Arguments): Promise<Result<Translator, Problem>> {
  if (args.generator === undefined) return ok(goldTranslator);
  const wrong = (message: string, hint: string) => fail<Problem>({ code: 'bad-option', message, hint });
  if (args.formulas !== undefined) {
    return wrong('--formulas gold and --generator openai exclude one another', 'Leave one of them out.');
  }
  if (args.model === undefined) return wrong('--generator openai needs a model', 'Name it with --model.');
  if (args.url === undefined) {
    return wrong('--generator openai needs the address of a server', 'Give --url, such as http://localhost:8000/v1.');
  }
  const prompt = await readPrompt(args.prompt ?? shippedPrompt);
  if (!prompt.ok) return prompt;
  const { url: baseUrl, model, api, temperature } = args;
  const sampling = { temperature, topP: args['top-p'], maxTokens: args['max-tokens'] };
  return modelTranslator({ baseUrl, model, api, ...sampling }, prompt.value, process.env);
}

interface Problems {
  /** For displays and folder names. */
  readonly name: string;
  readonly problems: readonly LanguageProblem[];
  /** Is it answered on the spot, without a run? */
  readonly single: boolean;
}

async function readProblems(file: string | undefined): Promise<Result<Problems, Problem>> {
  const fromStdin = file === undefined || file === '-';
  const name = fromStdin ? 'stdin' : file;
  const text = fromStdin ? ok(await readAll(process.stdin)) : await readText(file);
  if (!text.ok) return text;
  const isTptp = /\.(p|tptp)$/.test(name) || (fromStdin && /^\s*(%|fof\s*\()/.test(text.value));
  const parsed = isTptp ? problemFromTptp(text.value, name) : parseProblems(oneLineJson(text.value), name);
  if (!parsed.ok) return parsed;
  const module = basename(name);
  const items = parsed.value.map((problem): LanguageProblem => ({ ...problem, kind: 'problem', split: '', module }));
  return ok({ name: module.replace(/\.[^.]*$/, ''), problems: items, single: fromStdin || isTptp });
}

/** One object may be laid out over several lines. */
function oneLineJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Problems from stdin: answered one after the other, with their certificates. */
async function answerHere(args: Arguments, { problems }: Problems, parts: Parts): Promise<Problem | undefined> {
  for (const theorem of problems) {
    const attempts = [];
    for (let attempt = 0; attempt < translationsOf(args) && !parts.signal.aborted; attempt++) {
      const seed = deriveSeed(args.seed, theorem.id, attempt);
      const startedAt = new Date().toISOString();
      const request = { theorem, attempt, seed, budgets: { seconds: args.seconds }, signal: parts.signal };
      const result = await parts.prover.attempt(request);
      if (result.kind === 'stopped') return result.problem;
      if (result.kind === 'cancelled') return undefined;
      attempts.push({ theorem: theorem.id, attempt, seed, startedAt, outcome: result.outcome, stats: result.stats });
    }
    if (parts.signal.aborted) return undefined;
    parts.display.answer(theorem, attempts);
  }
  return undefined;
}

async function answerInRun(args: Arguments, chosen: Problems, parts: Parts): Promise<Problem | undefined> {
  const theorems = chosen.problems;
  const config = configOf(args, chosen, parts);
  const folder = args.out ?? join('results', runName(config));
  const session = await describeSession(process.argv.slice(2), new Date());
  const writer = await RunWriter.open(folder, { config, theorems, session });
  if (!writer.ok) return writer.error;
  await using run = writer.value;
  parts.display.started({
    folder,
    lean: parts.lean.command.describe,
    translator: parts.translator.name,
    problems: theorems.length,
    attempts: theorems.length * config.attempts,
  });
  const summary = await evaluate({
    run,
    theorems,
    prover: parts.prover,
    parallel: args.parallel ?? parts.lean.workers,
    retryErrors: args['retry-errors'],
    signal: parts.signal,
    onEvent: parts.display.event,
    now: () => new Date(),
  });
  if (!summary.ok) return summary.error;
  parts.display.finished(summary.value, folder);
  return undefined;
}

function configOf(args: Arguments, { name, problems }: Problems, { translator, lean }: Parts): RunConfig {
  const hash = createHash('sha256').update(JSON.stringify(problems)).digest('hex');
  const sampling =
    args.generator === undefined
      ? {}
      : { api: args.api, temperature: args.temperature, topP: args['top-p'], maxTokens: args['max-tokens'] };
  return {
    benchmark: { name, split: '', hash, theorems: problems.length },
    attempts: translationsOf(args),
    ks: [1],
    seed: args.seed,
    budgets: { seconds: args.seconds },
    generator: translator.name,
    prover: { task: 'reason', syntax: args.syntax, ...sampling },
    lean: { version: lean.version.leanVersion, githash: lean.version.githash, repl: replHash(lean) },
  };
}
