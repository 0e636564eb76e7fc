import type { CheckedDeclaration, Lean, LeanFailure, LibraryTheorem } from '../../lean/index.ts';
import { renderScript, type Script } from '../../search/index.ts';
import type { SourceText } from '../open/file.ts';
import { splice } from '../splice.ts';
import type { Finding, Verdict } from './verdict.ts';

/** A file as it was judged: its text, one verdict for each finding in it, and what else it breaks. */
export interface Judgement {
  readonly completed: string;
  readonly verdicts: readonly Verdict[];
  /** What is wrong, because of the findings, with declarations that none of them is for. */
  readonly clashes: readonly string[];
}

/** Has a fresh Lean elaborate the file with these findings in it, whole. A failure of Lean is a verdict on all of them. */
export type Judge = (findings: readonly Finding[]) => Promise<Judgement>;

export function judgeOf(lean: Lean, file: SourceText, signal?: AbortSignal): Judge {
  return async (findings) => {
    const fillings = findings.flatMap((finding) => finding.fillings);
    const completed = splice(file.text, fillings);
    const declarations = findings.map(({ declaration }) => declaration.sorries[0]!.command);
    const checked = await lean.checkProof(
      {
        original: file.text,
        completed,
        fileName: file.fileName,
        declarations,
        ...(file.options !== undefined && { options: [...file.options] }),
      },
      signal,
    );
    if (!checked.ok) {
      const verdict = failureOf(checked.error);
      return { completed, verdicts: findings.map(() => verdict), clashes: [] };
    }
    const { results, clashes } = checked.value;
    return {
      completed,
      verdicts: findings.map((_, i) => verdictOf(results[i])),
      clashes: clashes.map(({ position: { line, column }, message }) => `${line}:${column}: ${message}`),
    };
  };
}

/** The verdict on a script for a theorem of the library, which has no file. */
export async function verifyLibrary(
  lean: Lean,
  theorem: LibraryTheorem,
  script: Script,
  signal?: AbortSignal,
): Promise<Verdict> {
  const checked = await lean.libraryCheck(theorem, renderScript(script), signal);
  return checked.ok ? verdictOf(checked.value) : failureOf(checked.error);
}

function verdictOf(checked: CheckedDeclaration | undefined): Verdict {
  if (checked === undefined) return { kind: 'error', message: 'Lean gave no verdict.' };
  const { verdict, reason = 'error', message = '', axioms } = checked;
  return verdict === 'rejected' ? { kind: 'rejected', reason, message } : { kind: verdict, axioms };
}

const failureOf = (failure: LeanFailure): Verdict =>
  failure.kind === 'cancelled'
    ? { kind: 'cancelled' }
    : { kind: 'error', message: `verification failed, Lean (${failure.kind}): ${failure.message}` };
