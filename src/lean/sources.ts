/** The Lean side: the files of `lean/`, put together for one kind of Lean or the other. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** In the order of their dependencies. */
const files = [
  'Compat.lean',
  'Basics.lean',
  'Protocol.lean',
  'Definitions.lean',
  'Goals.lean',
  'Guard.lean',
  'State.lean',
  'Frontend.lean',
  'Sorries.lean',
  'Equations.lean',
  'judge/Trust.lean',
  'Tactic.lean',
  'judge/Alignment.lean',
  'judge/Replay.lean',
  'judge/Positions.lean',
  'judge/Statement.lean',
  'judge/Verdict.lean',
  'Library.lean',
  'Premises.lean',
  'Outline.lean',
  'Names.lean',
  'project/Options.lean',
  'project/Compile.lean',
  'Trace.lean',
  'server/Memory.lean',
  'server/States.lean',
  'server/Files.lean',
  'server/Traces.lean',
  'server/Scripts.lean',
  'server/Names.lean',
  'server/Places.lean',
  'server/Proofs.lean',
  'server/Environments.lean',
  'server/Premises.lean',
  'server/Modules.lean',
  'Server.lean',
] as const;

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'lean');

interface Part {
  readonly file: string;
  readonly text: string;
}

/**
 * For the embedded Lean. Its library is compiled at the exported level only, where code that is to run during
 * elaboration must be meta; the host imports `Lean` itself, so there is no header.
 */
export const embeddedSource = (): LeanSource =>
  assemble([{ file: '', text: 'public meta section' }, ...parts(), { file: '', text: 'end' }]);

/** Where Lean is native, Lake builds what is imported: the files that compile modules have stand-ins, or none. */
const leftToLake: Readonly<Record<string, readonly string[]>> = {
  'project/Compile.lean': [],
  'server/Modules.lean': ['server/LakeModules.lean'],
};

/** What Lean says of our program on standard output would be taken for an answer. */
const quiet = ['set_option linter.all false', 'set_option linter.deprecated false'];

const nativeParts = (): readonly Part[] => [
  { file: '', text: ['import Lean', ...quiet].join('\n') },
  ...files.flatMap((file) => (leftToLake[file] ?? [file]).map(read)),
  read('Native.lean'),
];

/** For a native Lean: one file with a `main` that reads frames from stdin, to be run by `lean --run`. */
export const nativeSource = (): LeanSource =>
  assemble([...nativeParts(), { file: '', text: 'unsafe def main : IO Unit := Ariadne.Native.run' }]);

/** The same without a `main`, to be compiled. */
export const nativeLibrary = (): LeanSource => assemble(nativeParts());

/** The part of the source that decides how modules are compiled. */
export const compilerSource = (): string => read('project/Options.lean').text + read('project/Compile.lean').text;

/** JSON-RPC requests, as texts, to run before a snapshot is taken, so that the first real ones are fast. */
export function warmUpRequests(): readonly string[] {
  const text = readIfPresent(join(folder, 'warmup.json'));
  return text === undefined ? [] : (JSON.parse(text) as unknown[]).map((request) => JSON.stringify(request));
}

/** Text for Lean, which knows which lines come from which file. */
export class LeanSource {
  readonly text: string;
  readonly #starts: readonly { readonly file: string; readonly line: number }[];

  constructor(text: string, starts: readonly { readonly file: string; readonly line: number }[]) {
    this.text = text;
    this.#starts = starts;
  }

  /** Replaces `Ariadne:120:4` in Lean's messages by the file and line where a person finds it. */
  locate(messages: string): string {
    return messages.replace(/^Ariadne:(\d+):/gm, (_, line: string) => {
      const start = this.#starts.findLast((part) => part.line <= Number(line));
      return `lean/${start?.file}:${Number(line) - (start?.line ?? 1) + 1}:`;
    });
  }
}

const read = (file: string): Part => ({ file, text: readFileSync(join(folder, file), 'utf8').trimEnd() });
const parts = (): readonly Part[] => files.map(read);

function assemble(all: readonly Part[]): LeanSource {
  const starts: { file: string; line: number }[] = [];
  let line = 1;
  for (const { file, text } of all) {
    starts.push({ file, line });
    line += text.split('\n').length;
  }
  return new LeanSource(`${all.map((part) => part.text).join('\n')}\n`, starts);
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
