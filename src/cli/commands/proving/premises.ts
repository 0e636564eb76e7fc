import { dirname, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import pc from 'picocolors';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { RankedPremise } from '../../../contracts/premises.ts';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import { readText } from '../../../data/text-file.ts';
import { visibleLine } from '../../../data/visible.ts';
import { openLean } from '../../../lean/index.ts';
import { subjectFromFile, subjectFromText } from '../../../proving/index.ts';
import { buildPrinter } from '../../display/build-view.ts';
import { printProblem } from '../../display/print-problem.ts';
import { interruptedExitCode, interruptSignal } from '../../interrupt.ts';
import { leanOptions, leanSettings } from '../../options/lean-options.ts';

const options = {
  state: { type: 'string', requiresArg: true, describe: 'a file with a printed goal; - is stdin' },
  count: { type: 'number', default: 16, describe: 'premises at most' },
  json: { type: 'boolean', default: false, describe: 'print premises as JSON' },
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options> & { readonly position: string | undefined };

export const premisesCommand: CommandModule<object, Arguments> = {
  command: 'premises [position]',
  describe: 'theorems and definitions that are likely to help with a goal',
  builder: (cli) =>
    cli
      .positional('position', { type: 'string', describe: 'FILE:LINE of a sorry' })
      .options(options)
      .example('$0 premises File.lean:12', 'for the sorry on line 12')
      .example("echo '⊢ [1] ++ [] = [1]' | $0 premises --state -", 'for a printed goal'),
  handler: async (args) => {
    const signal = interruptSignal();
    const found = await run(args, signal);
    if (found.ok) print(found.value, args.json);
    else printProblem(found.error);
    if (signal.aborted) process.exitCode = interruptedExitCode;
  },
};

async function run(args: Arguments, signal: AbortSignal): Promise<Result<readonly RankedPremise[], Problem>> {
  const { position, state, count } = args;
  if ((position === undefined) === (state === undefined)) {
    return fail({
      code: 'no-goal',
      message: 'Say for which goal.',
      hint: 'Give FILE:LINE, or --state FILE (- is stdin).',
    });
  }
  const match = /^(?<file>.+?):(?<line>\d+)$/.exec(position ?? '');
  if (position !== undefined && match?.groups === undefined) {
    return fail({
      code: 'invalid-position',
      message: `'${position}' is no position.`,
      hint: 'Give one such as File.lean:12.',
    });
  }
  const file = match?.groups?.file;
  const content =
    file !== undefined
      ? await readText(file)
      : state === '-'
        ? ok(await text(process.stdin))
        : await readText(state ?? '');
  if (!content.ok) return content;
  const opened = await openLean({
    ...leanSettings(args),
    cwd: dirname(resolve(file ?? '.')),
    files: file === undefined ? [] : [file],
    signal,
    onEvent: buildPrinter(),
  });
  if (!opened.ok) return opened;
  await using lean = opened.value;
  const subject =
    file === undefined
      ? ok(await subjectFromText(content.value, lean, signal))
      : await subjectFromFile(lean, { text: content.value, name: file }, { line: Number(match?.groups?.line) }, signal);
  if (!subject.ok) return subject;
  using asked = subject.value;
  if (!asked.state.ok) return fail({ code: 'no-goal', message: asked.state.error });
  const [goal] = asked.goals;
  return ok(goal === undefined ? [] : ((await asked.theorem.premises?.select(goal, count)) ?? []));
}

function print(found: readonly RankedPremise[], json: boolean): void {
  if (json) {
    process.stdout.write(
      `${JSON.stringify(
        found.map(({ premise, score }) => ({ ...premise, score })),
        null,
        2,
      )}\n`,
    );
    return;
  }
  for (const { premise } of found) {
    const { name, statement, attributes, module } = premise;
    const marks = attributes.length === 0 ? '' : ` @[${attributes.join(', ')}]`;
    process.stdout.write(`${pc.bold(visibleLine(name))}${marks} ${pc.dim(visibleLine(module))}\n`);
    process.stdout.write(`    ${visibleLine(statement.replaceAll(/\s+/g, ' '))}\n`);
  }
  if (found.length === 0) process.stdout.write('No premise was found.\n');
}
