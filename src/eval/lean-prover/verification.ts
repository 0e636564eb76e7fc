import type { CheckedDeclaration, Lean, LeanFailure } from '../../lean/index.ts';
import { renderScript, type Script } from '../../search/index.ts';
import type { AttemptOutcome } from '../attempt.ts';
import type { OpenedTheorem } from './opening.ts';
import { spliceScript } from './splice.ts';

export type VerifiedOutcome =
  | Extract<AttemptOutcome, { kind: 'proved' | 'rejected' | 'error' }>
  | { readonly kind: 'cancelled' };

/** The verdict of a fresh Lean on a script. Nothing else makes a proof. */
export async function verifyScript(
  lean: Lean,
  theorem: OpenedTheorem,
  script: Script,
  signal: AbortSignal,
): Promise<VerifiedOutcome> {
  const text = renderScript(script);
  const { place, context } = theorem;
  if (place === undefined) {
    const checked = await lean.libraryCheck(context.name, text, signal);
    return checked.ok ? outcomeOf(text, checked.value) : failureOf(checked.error);
  }
  const { file, sorry } = place;
  const completed = spliceScript(file.text, sorry, script);
  const declarations = [sorry.declaration];
  const checked = await lean.checkProof(
    { original: file.text, completed, fileName: file.fileName, declarations },
    signal,
  );
  return checked.ok ? outcomeOf(text, checked.value.results[0]) : failureOf(checked.error);
}

function outcomeOf(script: string, checked: CheckedDeclaration | undefined): VerifiedOutcome {
  if (checked?.verdict === 'verified') return { kind: 'proved', script };
  return { kind: 'rejected', script, reason: checked?.reason ?? 'missing', message: checked?.message ?? '' };
}

const failureOf = (failure: LeanFailure): VerifiedOutcome =>
  failure.kind === 'cancelled'
    ? { kind: 'cancelled' }
    : { kind: 'error', message: `verification failed, Lean (${failure.kind}): ${failure.message}` };
