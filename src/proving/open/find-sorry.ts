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
