import type { SorryInfo } from '../lean/index.ts';
import type { SearchEvent } from '../search/index.ts';
import type { NotFound, ProvingSetup, Watch } from './find.ts';
import type { OpenDeclaration } from './open/declarations.ts';
import type { OpenFailure } from './open/failure.ts';
import type { OpenFile } from './open/file.ts';
import { openSorry } from './open/theorem.ts';
import type { DeclarationOutcome, DeclarationReport, FileEvent, SorryOutcome } from './report.ts';
import { findScript } from './shorten.ts';
import { fillingOf, type Script } from './splice.ts';
import { judgeOf } from './verify/judge.ts';
import { type Finding, isAccepted, type Verdict } from './verify/verdict.ts';
import { Verification } from './verify/verification.ts';

/** What the searches for one declaration have come to; nothing is verified. */
export interface Searched {
  readonly declaration: OpenDeclaration;
  readonly sorries: readonly SorryOutcome[];
  /** `performance.now()` when they began. */
  readonly start: number;
}

/** A script that is there already, from an earlier run say, for the `sorry` with this index: it is not searched for. */
export type KnownScript = (sorry: number) => Script | undefined;

/** Proves one declaration of an open file: searches for all its `sorry`s, and has a fresh Lean verify what was found. */
export async function proveDeclaration(
  setup: ProvingSetup,
  file: OpenFile,
  declaration: OpenDeclaration,
  watch: Watch<FileEvent> = {},
): Promise<DeclarationReport> {
  const searched = await searchDeclaration(setup, file, declaration, watch);
  const verification = new Verification(judgeOf(setup.lean, file, watch.signal), file.text);
  const report = await verified(searched, (finding) => {
    watch.onEvent?.({ kind: 'verifying', declaration });
    return verification.verify(finding);
  });
  watch.onEvent?.({ kind: 'declaration-finished', report, completed: verification.completed });
  return report;
}

/** Searches for a script for each `sorry` of a declaration, one after the other. */
export async function searchDeclaration(
  setup: ProvingSetup,
  file: OpenFile,
  declaration: OpenDeclaration,
  watch: Watch<FileEvent>,
  known: KnownScript = () => undefined,
): Promise<Searched> {
  const start = performance.now();
  watch.onEvent?.({ kind: 'declaration-started', declaration });
  const sorries: SorryOutcome[] = [];
  for (const sorry of declaration.sorries) {
    const script = known(sorry.index);
    if (script !== undefined) sorries.push({ kind: 'found', script });
    else {
      const onEvent = (event: SearchEvent) =>
        watch.onEvent?.({ kind: 'search', declaration, sorry: sorry.index, event });
      sorries.push(await searchSorry(setup, file, sorry, { ...watch, onEvent }));
    }
  }
  return { declaration, sorries, start };
}

async function searchSorry(
  setup: ProvingSetup,
  file: OpenFile,
  sorry: SorryInfo,
  watch: Watch<SearchEvent>,
): Promise<SorryOutcome> {
  if (watch.signal?.aborted) return { kind: 'cancelled' };
  const opened = await openSorry(setup.lean, file, sorry, watch.signal);
  if (!opened.ok) return notOpened(opened.error);
  using theorem = opened.value;
  return await findScript(setup, theorem, watch);
}

const notOpened = (failure: OpenFailure): NotFound =>
  failure.kind === 'cancelled' ? failure : { kind: 'error', message: failure.message };

/** The scripts that were found for a declaration. */
export function findingOf({ declaration, sorries }: Pick<Searched, 'declaration' | 'sorries'>): Finding {
  const fillings = declaration.sorries.flatMap((sorry, i) => {
    const outcome = sorries[i];
    return outcome?.kind === 'found' ? [fillingOf(sorry, outcome.script)] : [];
  });
  return { declaration, fillings };
}

/** Has what was found verified, and says what became of the declaration. */
export async function verified(
  searched: Searched,
  verify: (finding: Finding) => Promise<Verdict>,
): Promise<DeclarationReport> {
  const finding = findingOf(searched);
  const verdict = finding.fillings.length === 0 ? undefined : await verify(finding);
  const { declaration, sorries, start } = searched;
  const outcome = outcomeOf(searched, verdict);
  return { declaration, outcome, sorries, seconds: (performance.now() - start) / 1000 };
}

function outcomeOf({ declaration, sorries }: Searched, verdict: Verdict | undefined): DeclarationOutcome {
  if (declaration.error !== undefined) return { kind: 'invalid', message: declaration.error.text };
  if (verdict !== undefined && !isAccepted(verdict)) return verdict;
  if (verdict?.kind === 'verified') return { kind: 'proved', axioms: verdict.axioms };
  const missing = sorries.find((outcome) => outcome.kind !== 'found');
  const open = missing === undefined ? undefined : openOutcome(missing);
  if (verdict === undefined) return open ?? { kind: 'error', message: 'it holds no `sorry`' };
  return { kind: 'partial', why: open?.kind === 'unproved' ? open.why : (open?.kind ?? 'a `sorry` of it is left') };
}

function openOutcome(missing: NotFound): Extract<DeclarationOutcome, { kind: 'unproved' | 'cancelled' | 'error' }> {
  switch (missing.kind) {
    case 'exhausted':
      return { kind: 'unproved', why: `out of ${missing.budget}` };
    case 'failed':
      return { kind: 'unproved', why: 'no tactic is left to try' };
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'error':
      return { kind: 'error', message: missing.message };
  }
}
