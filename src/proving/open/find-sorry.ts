import { scanSorries } from '../../data/benchmark/sorry-scan.ts';
import type { LoadedFile, SorryInfo } from '../../lean/index.ts';

/**
 * The `sorry` of a loaded file that a benchmark means: counted in the text, so that it is the right one also where Lean
 * did not reach all of them; `undefined` where it did not reach this one.
 */
export function findSorry(file: LoadedFile, index: number): SorryInfo | undefined {
  const token = scanSorries(file.text).at(index);
  return file.sorries.find((sorry) => sorry.range.start.byte === token?.byte);
}
