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

export interface LeanSource {
  /** Path relative to the benchmark's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/**
 * The theorems of Lean files: every `sorry` is one. The split is the name of the file (miniF2F's `Valid.lean`), the id
 * the name of the declaration, after the file where there are several. A `sorry` that Lean never reaches, because the
 * statement before it does not elaborate, stays in as invalid.
 */
export async function sorryTheorems(
  sources: readonly LeanSource[],
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
    const elaborated = await elaborate(text, basename(path));
    if (!elaborated.ok) return elaborated;
    const reached = new Map(elaborated.value.sorries.map((sorry) => [sorry.byte, sorry]));
    for (const [index, token] of tokens.entries()) {
      const sorry = reached.get(token.byte);
      const common = {
        id: uniqueId(path, sorry?.declaration ?? token.declaration, token.line),
        split: basename(path, '.lean'),
        module: path,
      };
      theorems.push(
        sorry === undefined
          ? { ...common, kind: 'invalid', message: errorBefore(elaborated.value, token) }
          : { ...common, kind: 'sorry', fileName: basename(path), text, index },
      );
    }
  }
  return ok(theorems);
}

/** The error that is most likely why a `sorry` was not reached: the last one before it. */
function errorBefore(file: ElaboratedFile, token: SorryToken): string {
  const error = file.errors.findLast(({ byte }) => byte <= token.byte);
  return error?.text ?? `Lean did not reach the sorry on line ${token.line}`;
}
