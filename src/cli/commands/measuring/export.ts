import { join } from 'node:path';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { Problem } from '../../../data/problem.ts';
import { visibleLine } from '../../../data/visible.ts';
import { exportLean } from '../../../eval/export/export-lean.ts';
import { exportRecords, recordFormats } from '../../../eval/export/records.ts';
import { locateRun } from '../../../eval/store/find-runs.ts';
import { type Run, readRun } from '../../../eval/store/run.ts';
import { openLean } from '../../../lean/index.ts';
import { writePieces } from '../../../store/write-pieces.ts';
import { printProblem } from '../../display/print-problem.ts';
import { interruptSignal } from '../../interrupt.ts';
import { leanOptions, leanSettings } from '../../options/lean-options.ts';

const options = {
  format: {
    choices: ['lean', ...recordFormats] as const,
    demandOption: true,
    describe:
      'lean: files that Lean accepts; proofstep: training steps; chat: conversations for fine-tuning; json: full traces; leandojo: fields of its benchmark',
  },
  out: {
    type: 'string',
    describe: 'file, packed where it ends in .gz; for lean a folder (default: under export/ in the run)',
  },
  verify: { type: 'boolean', default: true, describe: 'have a fresh Lean check what is exported as Lean' },
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options> & { readonly run: string };

export const exportCommand: CommandModule<object, Arguments> = {
  command: 'export <run>',
  describe: 'write what a run found in the format that the next tool takes',
  builder: (cli) =>
    cli.positional('run', { type: 'string', demandOption: true, describe: 'folder or name of a run' }).options(options),
  handler: async (args) => {
    const run = await readRun(locateRun(args.run));
    if (!run.ok) return printProblem(run.error);
    const problem =
      args.format === 'lean' ? await writeLean(run.value, args) : await writeRecords(run.value, args, args.format);
    if (problem !== undefined) printProblem(problem);
  },
};

/** Where an export goes that was given no place. */
const defaultNames: Readonly<Record<Arguments['format'], string>> = {
  lean: 'lean',
  proofstep: 'proofstep.jsonl',
  chat: 'chat.jsonl',
  json: 'traces.json',
  leandojo: 'leandojo.json',
};

const outOf = (run: Run, { out, format }: Arguments): string => out ?? join(run.folder, 'export', defaultNames[format]);

async function writeRecords(
  run: Run,
  args: Arguments,
  format: (typeof recordFormats)[number],
): Promise<Problem | undefined> {
  const out = outOf(run, args);
  const written = await writePieces(out, exportRecords(run, format));
  if (!written.ok) return written.error;
  console.log(out);
  return undefined;
}

async function writeLean(run: Run, args: Arguments): Promise<Problem | undefined> {
  const lean = await openLean(leanSettings(args));
  if (!lean.ok) return lean.error;
  await using open = lean.value;
  const out = outOf(run, args);
  const exported = await exportLean(run, open, out, { verify: args.verify, signal: interruptSignal() });
  if (!exported.ok) return exported.error;
  const { files, theorems, rejected } = exported.value;
  console.log(
    `${theorems} proofs in ${files.length} files under ${out}${args.verify ? ', each checked as it stands' : ''}`,
  );
  for (const { theorem, message } of rejected)
    console.error(visibleLine(`left out: ${theorem}: ${message.split('\n')[0]}`));
  return undefined;
}
