import { fail, ok, type Result } from '../../data/result.ts';
import type { Lean, LoadedFile, Message, OptionSetting } from '../../lean/index.ts';
import { declarationsOf, type OpenDeclaration } from './declarations.ts';
import { type OpenFailure, openFailure } from './failure.ts';

/** A Lean file that has been elaborated: what there is to prove in it, and what Lean has against it. */
export interface OpenFile extends LoadedFile {
  /** The declarations in which a `sorry` is written, in order. Those with an `error` cannot be proved, all others can. */
  readonly declarations: readonly OpenDeclaration[];
  readonly errors: readonly Message[];
}

/** A Lean file as its text. Without `options`, those apply that its project sets for it. */
export interface SourceText {
  readonly text: string;
  readonly fileName: string;
  readonly options?: readonly OptionSetting[];
}

/**
 * The first step: has Lean elaborate a file. A file with errors opens, too; only one that Lean can make nothing of (its
 * imports are not there, say) does not.
 */
export async function openFile(
  lean: Lean,
  { text, fileName, options }: SourceText,
  signal?: AbortSignal,
): Promise<Result<OpenFile, OpenFailure>> {
  const loaded = await lean.loadFile(text, fileName, signal, options);
  if (!loaded.ok) return fail(openFailure(loaded.error));
  const errors = loaded.value.messages.filter(({ severity }) => severity === 'error');
  return ok({ ...loaded.value, declarations: declarationsOf(loaded.value), errors });
}
