import type { CheckedDeclaration, Lean } from '../lean/index.ts';
import type { TargetOutcome } from './events.ts';
import { splice } from './splice.ts';
import type { Finding } from './verification-queue.ts';

/** Judges what was found in a fresh Lean, all in one completed file. One outcome per finding, in order. */
export async function verifyFindings(
  lean: Lean,
  file: { readonly text: string; readonly fileName: string },
  findings: readonly Finding[],
  signal: AbortSignal,
): Promise<readonly TargetOutcome[]> {
  const targets = findings.map(({ target }) => target);
  const fillings = findings.flatMap((finding) => finding.fillings);
  const checked = await lean.checkProof(
    {
      original: file.text,
      completed: splice(file.text, fillings),
      fileName: file.fileName,
      declarations: targets.map((target) => target.checkName),
    },
    signal,
  );
  if (!checked.ok) {
    const { kind, message } = checked.error;
    return targets.map(() => (kind === 'cancelled' ? { kind: 'interrupted' } : { kind: 'error', message }));
  }
  const byName = new Map(checked.value.results.map((result) => [result.declaration, result]));
  return targets.map((target) => outcomeOf(byName.get(target.checkName)));
}

function outcomeOf(checked: CheckedDeclaration | undefined): TargetOutcome {
  if (checked === undefined) return { kind: 'error', message: 'Lean gave no verdict.' };
  if (checked.verdict === 'verified') return { kind: 'proved', axioms: checked.axioms };
  return { kind: 'rejected', reason: checked.reason ?? 'error', message: checked.message ?? '' };
}
