/**
 * Something that a person has to put right: bad input, a missing file, a broken installation. It says what is wrong,
 * where, and what to do next; the command line prints it and exits with code 2.
 */
export interface Problem {
  /** Stable identifier, kebab-case, for programs: `file-not-found`, `syntax-error`, … */
  readonly code: string;
  /** One sentence that names the thing at fault. */
  readonly message: string;
  /** Where: a file with optional 1-based line and column, or a field of a record. */
  readonly where?: { readonly file: string; readonly line?: number; readonly column?: number; readonly field?: string };
  /** What the person can do next. */
  readonly hint?: string;
}
