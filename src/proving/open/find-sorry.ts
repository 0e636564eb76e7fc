import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { LoadedFile, SorryInfo } from '../../lean/index.ts';

/** The `sorry` of a loaded file that begins at a byte; `undefined` where Lean did not reach one there. */
export const findSorryAt = (file: Pick<LoadedFile, 'sorries'>, byte: number): SorryInfo | undefined =>
  file.sorries.find(({ range }) => range.start.byte === byte);

/**
 * The `sorry` of a loaded file that a benchmark means: counted among all that are written, so that it is the right one
 * also where Lean did not reach all of them; `undefined` where it did not reach this one.
 */
export function findSorry(file: Pick<LoadedFile, 'sorries' | 'written'>, index: number): SorryInfo | undefined {
  const token = file.written.at(index);
  return token === undefined ? undefined : findSorryAt(file, token.range.start.byte);
}

/** 1-based line and column, the column in code points; without one, anywhere on the line. */
export interface DocumentPosition {
  readonly line: number;
  readonly column?: number | undefined;
}

/** The `sorry` at a position: the first on the line that does not end before the column; the only one where none is given. */
export function sorryAt(
  { sorries, messages, fileName }: Pick<LoadedFile, 'sorries' | 'messages' | 'fileName'>,
  position: DocumentPosition | undefined,
): Result<SorryInfo, Problem> {
  const [only, ...others] = sorries;
  if (position === undefined && only !== undefined && others.length === 0) return ok(only);
  const there = sorries.find(({ range: { start, stop } }) => {
    if (position === undefined || position.line < start.line || position.line > stop.line) return false;
    return position.column === undefined || position.column <= stop.column + 1;
  });
  if (there !== undefined) return ok(there);
  const lines = [...new Set(sorries.map(({ range }) => range.start.line))].join(', ');
  const error = messages.find(({ severity }) => severity === 'error');
  const fault = error === undefined ? '' : ` Lean says on line ${error.position.line}: ${error.text}`;
  return fail({
    code: 'no-sorry',
    message:
      position === undefined
        ? 'It is not said which `sorry` is meant.'
        : `There is no \`sorry\` on line ${position.line}.`,
    where: { file: fileName, ...(position !== undefined && { line: position.line }) },
    hint: lines === '' ? `Put a \`sorry\` where a proof is wanted.${fault}` : `The \`sorry\`s are on lines ${lines}.`,
  });
}
