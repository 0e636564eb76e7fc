import type { OptionSetting } from '../protocol.ts';

/**
 * A proof state as the search holds it: not where it lives but how it was made. That is enough to make it again in
 * another Lean process when the first one died, was replaced, or is busy.
 */
export interface SessionState {
  readonly origin: StateOrigin;
  /** Which of the states that the origin left is this one. */
  readonly component: number;
  /** Equal for equal states; a rebuilt state must have it, too. */
  readonly key: string;
}

export type StateOrigin =
  | { readonly kind: 'sorry'; readonly file: FileText; readonly index: number }
  | { readonly kind: 'statement'; readonly statement: string }
  | { readonly kind: 'library'; readonly library: string; readonly module: string }
  | { readonly kind: 'tactic'; readonly parent: SessionState; readonly tactic: string };

/** A file as its text: a process that has not loaded it can do so at any time. */
export interface FileText {
  readonly text: string;
  readonly fileName: string;
  /** Of its project. */
  readonly options?: readonly OptionSetting[];
  /** Given where its proofs are to be traced: what can be started then is each `by`, and not each `sorry`. */
  readonly traced?: TraceSettings;
}

/** What a file is in its project. */
export interface TraceSettings {
  /** The parts of its module's name; empty where it is none. */
  readonly module: readonly string[];
  readonly options: readonly OptionSetting[];
}
