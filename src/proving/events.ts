import type { Script, SearchEvent, SearchStats } from '../search/index.ts';
import type { Target } from './target.ts';

/** What became of one `sorry`. */
export type SorryOutcome =
  | { readonly kind: 'filled'; readonly script: Script; readonly stats: SearchStats }
  | { readonly kind: 'open'; readonly why: string; readonly stats: SearchStats }
  | { readonly kind: 'interrupted' }
  /** The search could not be started or broke down. */
  | { readonly kind: 'error'; readonly message: string };

/** What became of a declaration. Only `proved` is a proof: it has passed the check in a fresh Lean. */
export type TargetOutcome =
  | { readonly kind: 'proved'; readonly axioms: readonly string[] }
  /** Every `sorry` was filled, but the check refused the result. */
  | { readonly kind: 'rejected'; readonly reason: string; readonly message: string }
  | { readonly kind: 'unproved'; readonly why: string }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'error'; readonly message: string };

export interface TargetReport {
  readonly target: Target;
  readonly outcome: TargetOutcome;
  readonly sorries: readonly SorryOutcome[];
  /** Wall-clock time spent on it, in seconds. */
  readonly seconds: number;
}

export type ProveEvent =
  | { readonly kind: 'file-loaded'; readonly file: string; readonly targets: readonly Target[] }
  | { readonly kind: 'target-started'; readonly target: Target }
  | { readonly kind: 'search'; readonly target: Target; readonly sorry: number; readonly event: SearchEvent }
  | { readonly kind: 'verifying'; readonly target: Target }
  /** `completed` is the file with all that is proved so far. */
  | { readonly kind: 'target-finished'; readonly report: TargetReport; readonly completed: string };
