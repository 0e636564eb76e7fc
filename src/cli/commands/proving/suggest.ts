import { dirname, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import pc from 'picocolors';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import { readText } from '../../../data/text-file.ts';
import { visible, visibleLine } from '../../../data/visible.ts';
import { createGenerator } from '../../../generator/index.ts';
import { type Lean, openLean } from '../../../lean/index.ts';
import { type Subject, type Suggestion, subjectFromFile, subjectFromText, suggest } from '../../../proving/index.ts';
import { buildPrinter } from '../../display/build-view.ts';
import { printProblem } from '../../display/print-problem.ts';
import { interruptedExitCode, interruptSignal } from '../../interrupt.ts';
import { chosenGenerator, generatorOptions } from '../../options/generator-options.ts';
import { leanOptions, leanSettings } from '../../options/lean-options.ts';

const options = {
  count: { type: 'number', default: 16, describe: 'suggestions at most' },
  prefix: { type: 'string', default: '', describe: 'what every suggestion begins with' },
  check: { type: 'boolean', default: true, describe: 'check every suggestion in Lean' },
  json: { type: 'boolean', default: false, describe: 'print suggestions as JSON' },
  seed: { type: 'number', default: 0, describe: 'decides all randomness' },
  ...generatorOptions,
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options> & { readonly position: string | undefined };

export const suggestCommand: CommandModule<object, Arguments> = {
  command: 'suggest [position]',
  describe: 'suggest tactics for a sorry of a file, or for a proof state on stdin',
  builder: (cli) =>
    cli
      .positional('position', { type: 'string', describe: 'FILE:LINE or FILE:LINE:COLUMN of a sorry; default: stdin' })
      .options(options)
      .example('$0 suggest File.lean:12', 'tactics for the sorry on line 12')
      .example("echo '⊢ 2 + 2 = 4' | $0 suggest", 'tactics for a printed goal'),
  handler: async (args) => {
    const signal = interruptSignal();
    const result = await run(args, signal);
    if (result.ok) print(result.value, args.json);
    else printProblem(result.error);
    if (signal.aborted) process.exitCode = interruptedExitCode;
  },
};

async function run(args: Arguments, signal: AbortSignal): Promise<Result<readonly Suggestion[], Problem>> {
  // Everything that can be wrong with what was asked is found before Lean starts.
  const question = await readQuestion(args.position);
  if (!question.ok) return question;
  const chosen = chosenGenerator(args);
  if (!chosen.ok) return chosen;

  const { place, content } = question.value;
  await using stack = new AsyncDisposableStack();
  let lean: Lean | undefined;
  if (args.check || place !== undefined) {
    const opened = await openLean({
      ...leanSettings(args),
      cwd: dirname(resolve(place?.file ?? '.')),
      files: place === undefined ? [] : [place.file],
      signal,
      onEvent: buildPrinter(),
    });
    if (!opened.ok) return opened;
    lean = stack.use(opened.value);
  }
  const created = await createGenerator(chosen.value);
  if (!created.ok) return created;
  const generator = created.value;
  stack.defer(() => generator.close());

  const subject: Result<Subject, Problem> =
    lean !== undefined && place !== undefined
      ? await subjectFromFile(lean, { text: content, name: place.file }, place, signal)
      : ok(await subjectFromText(content, lean, signal));
  if (!subject.ok) return subject;
  const { count, seed, prefix } = args;
  // Awaited here: Lean is closed when this scope is left.
  return await suggest(subject.value, { generator, lean: args.check ? lean : undefined, count, seed, prefix }, signal);
}

interface Question {
  /** Where a `sorry` is; absent where `content` is a state. */
  readonly place: Place | undefined;
  /** Of the file, or of stdin. */
  readonly content: string;
}

async function readQuestion(position: string | undefined): Promise<Result<Question, Problem>> {
  if (position === undefined) {
    const content = await text(process.stdin);
    if (content.trim() !== '') return ok({ place: undefined, content });
    return fail({ code: 'empty-input', message: 'There is no proof state on stdin, and no position was given.' });
  }
  const place = parsePosition(position);
  if (!place.ok) return place;
  const content = await readText(place.value.file);
  return content.ok ? ok({ place: place.value, content: content.value }) : content;
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
}

function parsePosition(position: string): Result<Place, Problem> {
  const match = /^(?<file>.+?):(?<line>\d+)(?::(?<column>\d+))?$/.exec(position);
  if (match?.groups === undefined) {
    return fail({
      code: 'invalid-position',
      message: `'${position}' is no position.`,
      hint: 'Give one such as File.lean:12 or File.lean:12:4.',
    });
  }
  const { file = '', line, column } = match.groups;
  return ok({ file, line: Number(line), column: column === undefined ? undefined : Number(column) });
}

function print(suggestions: readonly Suggestion[], json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(suggestions, null, 2)}\n`);
    return;
  }
  for (const { tactic, logProbability, check } of suggestions) {
    const probability = pc.dim(`${(100 * Math.exp(logProbability)).toFixed(2).padStart(6)} %`);
    const marks = { closes: pc.green('🎉'), valid: pc.blue('✓ '), fails: pc.red('✗ '), unchecked: pc.dim('? ') };
    const more = check.kind === 'fails' ? check.message : check.kind === 'unchecked' ? check.reason : '';
    const line = `${marks[check.kind]} ${probability}  ${visible(tactic).replaceAll('\n', '\n             ')}`;
    process.stdout.write(`${line}${more === '' ? '' : pc.dim(`  -- ${visibleLine(more.split('\n')[0] ?? '')}`)}\n`);
  }
  if (suggestions.length === 0) process.stdout.write('No tactic was found.\n');
}
