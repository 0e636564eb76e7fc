import type { Lean } from '../../lean/index.ts';
import type { SourceText } from '../open/file.ts';
import type { OpenTheorem } from '../open/theorem.ts';
import { fillingOf, type Script } from '../splice.ts';
import { judgeOf, verifyLibrary } from './judge.ts';
import type { Finding, Verdict } from './verdict.ts';
import { Verification } from './verification.ts';

/** A file with all that may stay in it, and the verdict on each finding, in their order. */
export interface VerifiedFile {
  readonly completed: string;
  readonly verdicts: readonly Verdict[];
}

/**
 * The last step: the verdicts of a fresh Lean on what was found for a file, all of it in the file at once. Where findings
 * clash, the earlier ones stay and the later ones are rejected. What comes back is the text that was judged.
 */
export async function verify(
  lean: Lean,
  file: SourceText,
  findings: readonly Finding[],
  signal?: AbortSignal,
): Promise<VerifiedFile> {
  const verification = new Verification(judgeOf(lean, file, signal), file.text);
  const verdicts = await verification.verifyAll(findings);
  return { completed: verification.completed, verdicts };
}

/** The verdict on one script for one theorem, wherever it is stated. */
export async function verifyScript(
  lean: Lean,
  { place }: OpenTheorem,
  script: Script,
  signal?: AbortSignal,
): Promise<Verdict> {
  if (place.kind === 'library') return verifyLibrary(lean, place.theorem, script, signal);
  const { file, declaration, sorry } = place;
  const { verdicts } = await verify(lean, file, [{ declaration, fillings: [fillingOf(sorry, script)] }], signal);
  return verdicts[0]!;
}
