/**
 * A proof state as the search holds it: not where it lives but how it was made. That is enough to make it again in
 * another Lean process when the first one died, was replaced, or is busy.
 */
export interface SessionState {
  readonly origin: StateOrigin;
  /** Which of the states that the origin, or the tactic, left is this one. */
  readonly component: number;
}

export type StateOrigin =
  | { readonly kind: 'sorry'; readonly text: string; readonly fileName: string; readonly index: number }
  | { readonly kind: 'statement'; readonly statement: string }
  | { readonly kind: 'library'; readonly library: string }
  | { readonly kind: 'tactic'; readonly parent: SessionState; readonly tactic: string };
