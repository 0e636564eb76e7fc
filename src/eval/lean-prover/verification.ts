import type { CheckedDeclaration, Lean, LeanFailure, ProofCheckResult } from '../../lean/index.ts';
import { splice } from '../../proving/index.ts';
import { renderScript, type Script } from '../../search/index.ts';
import type { AttemptOutcome } from '../attempt.ts';
import type { OpenedTheorem } from './opening.ts';

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
  const { place } = theorem;
  if (place.kind === 'library') {
    const checked = await lean.libraryCheck(place.library, text, signal);
    return checked.ok ? outcomeOf(text, checked.value) : failureOf(checked.error);
  }
  const { file, sorry } = place;
  const { start, stop } = sorry.range;
  const gap = { start: start.byte, stop: stop.byte, position: sorry.position };
  const checked = await lean.checkProof(
    {
      original: file.text,
      completed: splice(file.text, [{ gap, script }]),
      fileName: file.fileName,
      declarations: [sorry.checkName],
    },
    signal,
  );
  if (!checked.ok) return failureOf(checked.error);
  const [verdict] = checked.value.results;
  const ownSorries = file.sorries.filter(({ checkName }) => checkName === sorry.checkName).length;
  return ownSorries > 1 && lacksOnlyOthers(checked.value) ? { kind: 'proved', script: text } : outcomeOf(text, verdict);
}

/**
 * Does nothing stand against a declaration but the other `sorry`s that it holds? The judge names only its first
 * objection, and an error can hide behind a `sorry`: so there must be no error and no axiom beside.
 */
function lacksOnlyOthers({ results: [verdict], messages }: ProofCheckResult): boolean {
  return (
    verdict?.reason === 'sorry' &&
    verdict.axioms.every((axiom) => axiom === 'sorryAx') &&
    messages.every(({ severity }) => severity !== 'error')
  );
}

function outcomeOf(script: string, checked: CheckedDeclaration | undefined): VerifiedOutcome {
  if (checked?.verdict === 'verified') return { kind: 'proved', script };
  return { kind: 'rejected', script, reason: checked?.reason ?? 'missing', message: checked?.message ?? '' };
}

const failureOf = (failure: LeanFailure): VerifiedOutcome =>
  failure.kind === 'cancelled'
    ? { kind: 'cancelled' }
    : { kind: 'error', message: `verification failed, Lean (${failure.kind}): ${failure.message}` };
