/** What the server answers (`src/doors/lsp/protocol.ts`). Lines and columns are 1-based, columns in code points. */

/** The place of a `sorry`, as commands and requests of the server take it. */
export type Place = readonly [uri: string, line: number, column: number];

export interface TheoremRow {
  readonly name: string;
  readonly kind: string;
  readonly line?: number;
  readonly state: 'complete' | 'open' | 'broken';
  readonly message?: string;
  readonly sorries: readonly { readonly line: number; readonly column: number; readonly goals: readonly string[] }[];
}

export interface Suggestion {
  readonly logProbability: number;
  readonly check:
    | { readonly tactic: string; readonly outcome: 'closes' }
    | { readonly tactic: string; readonly outcome: 'leaves'; readonly goals: readonly string[] };
}

export interface SearchAnswer {
  readonly outcome: 'proved' | 'unproved' | 'rejected' | 'false' | 'unknown';
  readonly why?: string;
}
