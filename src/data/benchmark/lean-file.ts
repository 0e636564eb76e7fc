import { basename } from 'node:path';
import type { Problem } from '../problem.ts';
import { ok, type Result } from '../result.ts';
import type { BenchmarkTheorem, FileOption } from './benchmark.ts';

/** What Lean says about a file: the `sorry`s that are written in it, those that it reached, and its errors. */
export interface ElaboratedFile {
  readonly written: readonly WrittenSorry[];
  /** By the bytes at which they begin, with the full names of their declarations. */
  readonly sorries: readonly { readonly declaration: string; readonly byte: number }[];
  readonly errors: readonly { readonly byte: number; readonly text: string }[];
  /** Under which it was elaborated: those of its project. */
  readonly options?: readonly FileOption[];
}

/** A `sorry` as the text has it, whether Lean could make something of its declaration or not. */
export interface WrittenSorry {
  readonly byte: number;
  /** Where it ends: 1-based line and column, in code points. */
  readonly end: readonly [line: number, column: number];
  /** The name of its declaration as it is written; `''` where it has none. */
  readonly declaration: string;
  /** The command that it stands in, from its documentation on; offsets in bytes, and the 1-based line. */
  readonly command: { readonly start: number; readonly stop: number; readonly line: number };
}

/** Elaborates a file; the harness gets it from Lean. Fails only where Lean itself does. */
export type ElaborateFile = (text: string, file: NamedFile) => Promise<Result<ElaboratedFile, Problem>>;

export interface NamedFile {
  /** By which Lean's messages and the theorems call it. */
  readonly fileName: string;
  /** Where it lies; absent where it lies nowhere. */
  readonly file?: string;
}

export interface BenchmarkFile {
  /** Path relative to the benchmark's folder, with `/`. */
  readonly path: string;
  /** Where it lies. */
  readonly file?: string;
  readonly text: string;
}

/**
 * The theorems of Lean files: every `sorry` is one. The split is the name of the file (miniF2F's `Valid.lean`), the id
 * the name of the declaration, after the file where there are several. A declaration that does not elaborate stays in
 * as invalid, and is taken out of the text that the others are proved in.
 */
export async function sorryTheorems(
  sources: readonly BenchmarkFile[],
  elaborate: ElaborateFile,
): Promise<Result<BenchmarkTheorem[], Problem>> {
  const theorems: BenchmarkTheorem[] = [];
  const uses = new Map<string, number>();
  const uniqueId = (path: string, declaration: string, line: number) => {
    const name = declaration === '' ? `example at line ${line}` : declaration;
    const id = sources.length === 1 ? name : `${path}:${name}`;
    const count = (uses.get(id) ?? 0) + 1;
    uses.set(id, count);
    return count === 1 ? id : `${id}#${count}`;
  };
  for (const { path, file, text } of sources) {
    if (!text.includes('sorry')) continue;
    const named = { fileName: basename(path), ...(file !== undefined && { file }) };
    const sorted = await separateBroken(text, named, elaborate);
    if (!sorted.ok) return sorted;
    const { written, sound, broken, names, options } = sorted.value;
    for (const sorry of written) {
      const common = {
        id: uniqueId(path, names.get(sorry.byte) ?? sorry.declaration, sorry.command.line),
        split: basename(path, '.lean'),
        module: path,
      };
      const message = broken.get(sorry);
      theorems.push(
        message === undefined
          ? {
              ...common,
              kind: 'sorry',
              fileName: basename(path),
              text: sound.text,
              index: sound.written.indexOf(sorry),
              place: { start: [sorry.command.line, 1], end: [...sorry.end] },
              ...(options.length > 0 && { options: [...options] }),
            }
          : { ...common, kind: 'invalid', message },
      );
    }
  }
  return ok(theorems);
}

interface Separated {
  readonly written: readonly WrittenSorry[];
  /** The text to prove in, and the `sorry`s that are left in it, in order. */
  readonly sound: { readonly text: string; readonly written: readonly WrittenSorry[] };
  /** What is wrong with the declarations of the others. */
  readonly broken: ReadonlyMap<WrittenSorry, string>;
  /** Full names of declarations, by the byte of their `sorry`. */
  readonly names: ReadonlyMap<number, string>;
  readonly options: readonly FileOption[];
}

async function separateBroken(
  text: string,
  file: NamedFile,
  elaborate: ElaborateFile,
): Promise<Result<Separated, Problem>> {
  const elaborated = await elaborate(text, file);
  if (!elaborated.ok) return elaborated;
  const { written, sorries, options = [] } = elaborated.value;
  const names = new Map(sorries.map(({ byte, declaration }) => [byte, declaration]));
  const broken = new Map<WrittenSorry, string>();
  for (const sorry of written) {
    const message = errorAgainst(elaborated.value, sorry);
    if (message !== undefined) broken.set(sorry, message);
  }
  if (broken.size === 0) return ok({ written, sound: { text, written }, broken, names, options });
  const without = blankOut(text, [...broken.keys()]);
  const again = await elaborate(without, file);
  if (!again.ok) return again;
  const rest = written.filter((sorry) => !broken.has(sorry));
  // Where others need what is broken, the file stays as it is.
  const isWhole = again.value.errors.length === 0 && again.value.written.length === rest.length;
  return ok({ written, sound: isWhole ? { text: without, written: rest } : { text, written }, broken, names, options });
}

/** The first error in the command of a `sorry`; any error before it where Lean did not even reach it. */
function errorAgainst({ sorries, errors }: ElaboratedFile, { byte, command }: WrittenSorry): string | undefined {
  const within = errors.find((error) => command.start <= error.byte && error.byte < command.stop);
  if (within !== undefined) return within.text;
  if (sorries.some((sorry) => sorry.byte === byte)) return undefined;
  return (
    errors.findLast((error) => error.byte <= byte)?.text ??
    `Lean did not reach the sorry of the declaration on line ${command.line}`
  );
}

/** The text with the commands of these `sorry`s replaced by blanks, so that all else stays in its line and column. */
function blankOut(text: string, sorries: readonly WrittenSorry[]): string {
  const bytes = Buffer.from(text, 'utf8');
  const commands = new Map(sorries.map(({ command }) => [command.start, command]));
  let rest = '';
  let from = 0;
  for (const { start, stop } of [...commands.values()].toSorted((a, b) => a.start - b.start)) {
    rest += bytes.toString('utf8', from, start) + bytes.toString('utf8', start, stop).replaceAll(/[^\n]/g, ' ');
    from = stop;
  }
  return rest + bytes.toString('utf8', from);
}
