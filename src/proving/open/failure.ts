import type { Problem } from '../../data/problem.ts';
import type { LeanFailure, StartFailure } from '../../lean/index.ts';

/** Why a file or a theorem could not be opened. */
export type OpenFailure =
  | { readonly kind: 'cancelled' }
  /** Lean does not accept it: no attempt can succeed. `line` is 1-based, `column` 0-based, in code points. */
  | { readonly kind: 'invalid'; readonly message: string; readonly line?: number; readonly column?: number }
  /** Lean broke down; another try may succeed. */
  | { readonly kind: 'error'; readonly message: string };

export function openFailure(failure: LeanFailure | StartFailure): OpenFailure {
  switch (failure.kind) {
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'refused':
      return { kind: 'invalid', message: failure.refusal.message };
    default:
      return { kind: 'error', message: `Lean (${failure.kind}): ${failure.message}` };
  }
}

/** For a person: what is wrong, and in which file. */
export function openProblem(failure: OpenFailure, file: string): Problem {
  switch (failure.kind) {
    case 'cancelled':
      return { code: 'cancelled', message: 'It was cancelled.', where: { file } };
    case 'error':
      return { code: 'lean-failed', message: failure.message, where: { file } };
    case 'invalid': {
      const { message, line, column } = failure;
      const where = { file, ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
      return { code: 'lean-error', message, where };
    }
  }
}
