import type { Message } from '../lean/index.ts';
import type { Script, SearchEvent, SearchStats } from '../search/index.ts';
import type { NotFound } from './find.ts';
import type { OpenDeclaration } from './open/declarations.ts';

/** What became of one `sorry`. */
export type SorryOutcome =
  /** A script closes it. `stats` is absent where the script was known before. */
  { readonly kind: 'found'; readonly script: Script; readonly stats?: SearchStats } | NotFound;

/** What became of a declaration. Only `proved` is a proof: it is verified in the file as it is written. */
export type DeclarationOutcome =
  | { readonly kind: 'proved'; readonly axioms: readonly string[] }
  /** Some of its `sorry`s are filled, and nothing is against that; for the first of the others: why not. */
  | { readonly kind: 'partial'; readonly why: string }
  /** Scripts were found, but a fresh Lean refuses them in the file. */
  | { readonly kind: 'rejected'; readonly reason: string; readonly message: string }
  | { readonly kind: 'unproved'; readonly why: string }
  /** It has an error of its own, so that nothing can prove it. */
  | { readonly kind: 'invalid'; readonly message: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'error'; readonly message: string };

export interface DeclarationReport {
  readonly declaration: OpenDeclaration;
  readonly outcome: DeclarationOutcome;
  /** One for each of its `sorry`s. */
  readonly sorries: readonly SorryOutcome[];
  /** Wall-clock time from its start to its outcome, in seconds. */
  readonly seconds: number;
}

export type FileEvent =
  | {
      readonly kind: 'file-opened';
      readonly file: string;
      /** The declarations that will be worked on. */
      readonly declarations: readonly OpenDeclaration[];
      /** What is wrong elsewhere in the file. */
      readonly errors: readonly Message[];
    }
  | { readonly kind: 'declaration-started'; readonly declaration: OpenDeclaration }
  | {
      readonly kind: 'search';
      readonly declaration: OpenDeclaration;
      /** Index of the `sorry` in the file. */
      readonly sorry: number;
      readonly event: SearchEvent;
    }
  | { readonly kind: 'verifying'; readonly declaration: OpenDeclaration }
  /** `completed` is the file with all that is verified so far. */
  | { readonly kind: 'declaration-finished'; readonly report: DeclarationReport; readonly completed: string };
