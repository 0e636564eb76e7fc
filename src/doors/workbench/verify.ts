import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { Lean } from '../../lean/index.ts';
import { openFile, openProblem } from '../../proving/index.ts';
import type { VerificationAnswer } from './answers.ts';
import type { LeanDocument } from './subject.ts';

/** The judge's verdict on a document that somebody completed: on every declaration of the original that holds a `sorry`. */
export async function verifyCompleted(
  lean: Lean,
  { name, text }: LeanDocument,
  completed: string,
  signal: AbortSignal,
): Promise<Result<VerificationAnswer, Problem>> {
  const file = await openFile(lean, { text, fileName: name }, signal);
  if (!file.ok) return fail(openProblem(file.error, name));
  const { declarations } = file.value;
  if (declarations.length === 0) {
    return fail({
      code: 'no-sorry',
      message: 'The original has no `sorry`, so there is nothing to verify.',
      where: { file: name },
      hint: 'Give the file as it was before the proofs were written.',
    });
  }
  const lines = new Map(declarations.map(({ line, sorries }) => [sorries[0]!.command, line]));
  const checked = await lean.checkProof(
    { original: text, completed, fileName: name, declarations: [...lines.keys()] },
    signal,
  );
  if (!checked.ok) return fail({ code: `lean-${checked.error.kind}`, message: checked.error.message });
  const { results, clashes, leanVersion } = checked.value;
  return ok({
    declarations: [
      ...results.map(({ command, names, verdict, reason, message, axioms }) => ({
        names,
        line: lines.get(command) ?? 1,
        verdict,
        ...(reason !== undefined && { reason }),
        ...(message !== undefined && { message }),
        axioms,
      })),
      ...clashes.map(({ position, message }) => ({
        names: [],
        line: position.line,
        verdict: 'rejected' as const,
        reason: 'clash',
        message,
        axioms: [],
      })),
    ],
    verified: clashes.length === 0 && results.every(({ verdict }) => verdict === 'verified'),
    lean: leanVersion,
  });
}
