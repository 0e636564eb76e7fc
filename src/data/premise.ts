/** A theorem or definition that a proof may use. */
export interface Premise {
  readonly name: string;
  readonly kind: 'theorem' | 'definition';
  /** Binders, a colon and the conclusion, as Lean prints them; of a definition, its type. `''` where it was not printed. */
  readonly statement: string;
  /** Module that declares it; `''` for the file itself. */
  readonly module: string;
  /** 1-based line and column in its file, where known. */
  readonly position?: readonly [line: number, column: number];
  /** Constants of the statement, without duplicates. */
  readonly constants: readonly string[];
  /** Constant at the head of the conclusion, after all binders; `''` if there is none. */
  readonly head: string;
  /** Is the conclusion an equation or an `↔`, so that it can rewrite? */
  readonly rewrites: boolean;
  /** Those of `simp`, `grind`, `ext` that it bears. */
  readonly attributes: readonly string[];
  readonly deprecated: boolean;
  /** Equal for statements that are equal up to the names of bound variables. */
  readonly statementHash: string;
}
