import type { OpenDeclaration } from '../open/declarations.ts';
import type { Filling } from '../splice.ts';

/** Scripts for `sorry`s of one declaration: what a verdict is asked on. */
export interface Finding {
  readonly declaration: OpenDeclaration;
  /** For all of its `sorry`s, or for some. */
  readonly fillings: readonly Filling[];
}

/** What a fresh Lean says of a finding, in the file with all that is in it. Only `verified` is a proof. */
export type Verdict =
  | Acceptance
  | Rejection
  | { readonly kind: 'cancelled' }
  /** Lean broke down: there is no verdict. */
  | { readonly kind: 'error'; readonly message: string };

/** `partial`: nothing is against it, but other `sorry`s of the declaration are left. */
export interface Acceptance {
  readonly kind: 'verified' | 'partial';
  readonly axioms: readonly string[];
}

export interface Rejection {
  readonly kind: 'rejected';
  /** As the judge names it; `clash` where it is sound by itself and breaks what was accepted before it. */
  readonly reason: string;
  readonly message: string;
}

/** May the scripts stay in the file? */
export const isAccepted = (verdict: Verdict): verdict is Acceptance =>
  verdict.kind === 'verified' || verdict.kind === 'partial';
