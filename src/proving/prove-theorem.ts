import {
  type BudgetName,
  type Script,
  type SearchEvent,
  type SearchStats,
  systemClock,
  withoutBullets,
} from '../search/index.ts';
import type { ProvingSetup, Watch } from './find.ts';
import type { OpenTheorem } from './open/theorem.ts';
import { findScript } from './shorten.ts';
import { verifyScript } from './verify/index.ts';

/** What came of one attempt at one theorem. Only `proved` is a proof: a fresh Lean has verified it. */
export type TheoremOutcome =
  | { readonly kind: 'proved'; readonly script: Script; readonly axioms: readonly string[] }
  /** A script closes every goal of the search, but a fresh Lean refuses it. */
  | { readonly kind: 'rejected'; readonly script: Script; readonly reason: string; readonly message: string }
  | { readonly kind: 'exhausted'; readonly budget: BudgetName }
  /** Nothing is left to try. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'error'; readonly message: string };

export interface TheoremReport {
  readonly outcome: TheoremOutcome;
  /** Of the search; absent where it never began. */
  readonly stats?: SearchStats;
  /** Wall-clock time of finding and shortening, and of the verification. */
  readonly seconds: { readonly finding: number; readonly verifying: number };
}

/**
 * Makes one attempt at an open theorem: finds, shortens, verifies. A `sorry` counts as proved, too, where nothing is left
 * to do in its declaration but other `sorry`s.
 */
export async function proveTheorem(
  setup: ProvingSetup,
  theorem: OpenTheorem,
  watch: Watch<SearchEvent> = {},
): Promise<TheoremReport> {
  const clock = setup.clock ?? systemClock;
  const start = clock.now();
  const found = await findScript(setup, theorem, watch);
  const foundAt = clock.now();
  const finding = (foundAt - start) / 1000;
  if (found.kind !== 'found') {
    const { stats, ...outcome } = found;
    return { outcome, ...(stats !== undefined && { stats }), seconds: { finding, verifying: 0 } };
  }
  const { stats } = found;
  let { script } = found;
  let verdict = await verifyScript(setup.lean, theorem, script, watch.signal);
  const flat = verdict.kind === 'rejected' ? withoutBullets(script) : script;
  if (flat !== script) {
    const second = await verifyScript(setup.lean, theorem, flat, watch.signal);
    if (second.kind !== 'rejected') [script, verdict] = [flat, second];
  }
  const seconds = { finding, verifying: (clock.now() - foundAt) / 1000 };
  switch (verdict.kind) {
    case 'verified':
    case 'partial':
      return { outcome: { kind: 'proved', script, axioms: verdict.axioms }, stats, seconds };
    case 'rejected':
      return { outcome: { ...verdict, script }, stats, seconds };
    default:
      return { outcome: verdict, stats, seconds };
  }
}
