import { basename } from 'node:path';
import type { Problem } from '../problem.ts';
import { ok, type Result } from '../result.ts';
import type { BenchmarkTheorem } from './benchmark.ts';
import { type SorryToken, scanSorries } from './sorry-scan.ts';

/** What Lean says about a file: the `sorry`s that it reached, and its errors. */
export interface ElaboratedFile {
  readonly sorries: readonly { readonly declaration: string; readonly byte: number }[];
  readonly errors: readonly { readonly byte: number; readonly text: string }[];
}

/** Elaborates a file; the harness gets it from Lean. Fails only where Lean itself does. */
export type ElaborateFile = (text: string, fileName: string) => Promise<Result<ElaboratedFile, Problem>>;

export interface BenchmarkFile {
  /** Path relative to the benchmark's folder, with `/`. */
  readonly path: string;
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
  for (const { path, text } of sources) {
    const tokens = scanSorries(text);
    if (tokens.length === 0) continue;
    const sorted = await separateBroken(text, basename(path), tokens, elaborate);
    if (!sorted.ok) return sorted;
    const { sound, broken, names } = sorted.value;
    for (const token of tokens) {
      const common = {
        id: uniqueId(path, names.get(token.byte) ?? token.declaration.name, token.line),
        split: basename(path, '.lean'),
        module: path,
      };
      const message = broken.get(token);
      theorems.push(
        message === undefined
          ? { ...common, kind: 'sorry', fileName: basename(path), text: sound.text, index: sound.tokens.indexOf(token) }
          : { ...common, kind: 'invalid', message },
      );
    }
  }
  return ok(theorems);
}

interface Separated {
  /** The text to prove in, and the tokens whose `sorry`s are left in it, in order. */
  readonly sound: { readonly text: string; readonly tokens: readonly SorryToken[] };
  /** What is wrong with the declarations of the others. */
  readonly broken: ReadonlyMap<SorryToken, string>;
  /** Full names of declarations, by the byte of their `sorry`. */
  readonly names: ReadonlyMap<number, string>;
}

async function separateBroken(
  text: string,
  fileName: string,
  tokens: readonly SorryToken[],
  elaborate: ElaborateFile,
): Promise<Result<Separated, Problem>> {
  const elaborated = await elaborate(text, fileName);
  if (!elaborated.ok) return elaborated;
  const names = new Map(elaborated.value.sorries.map(({ byte, declaration }) => [byte, declaration]));
  const broken = new Map<SorryToken, string>();
  for (const token of tokens) {
    const message = errorAgainst(text, elaborated.value, token);
    if (message !== undefined) broken.set(token, message);
  }
  if (broken.size === 0) return ok({ sound: { text, tokens }, broken, names });
  const without = blankOut(text, [...broken.keys()]);
  const again = await elaborate(without, fileName);
  if (!again.ok) return again;
  // Where others need what is broken, the file stays as it is.
  const sound =
    again.value.errors.length > 0
      ? { text, tokens }
      : { text: without, tokens: tokens.filter((token) => !broken.has(token)) };
  return ok({ sound, broken, names });
}

/** The first error in the declaration of a `sorry`; any error before it where Lean did not even reach it. */
function errorAgainst(text: string, { sorries, errors }: ElaboratedFile, token: SorryToken): string | undefined {
  const start = Buffer.byteLength(text.slice(0, token.declaration.offset));
  const within = errors.find(({ byte }) => start <= byte && byte <= token.byte);
  if (within !== undefined) return within.text;
  if (sorries.some(({ byte }) => byte === token.byte)) return undefined;
  return (
    errors.findLast(({ byte }) => byte <= token.byte)?.text ?? `Lean did not reach the sorry on line ${token.line}`
  );
}

/** Documentation, attributes and modifiers right before a declaration. */
const preamble = /(?:\/--(?:(?!-\/)[\s\S])*-\/\s*|@\[[^\]]*\]\s*|\b(?:private|protected|noncomputable|nonrec)\s+)*$/;

/** The text with these declarations replaced by blanks up to their `sorry`, so that all else stays in its place. */
function blankOut(text: string, tokens: readonly SorryToken[]): string {
  return tokens.reduce((rest, { offset, declaration }) => {
    const start = declaration.offset - (preamble.exec(rest.slice(0, declaration.offset))?.[0].length ?? 0);
    const end = offset + 'sorry'.length;
    const blank = rest.slice(start, end).replaceAll(/[^\n]/g, ' ');
    return rest.slice(0, start) + blank + rest.slice(end);
  }, text);
}
