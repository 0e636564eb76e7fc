/**
 * Ariadne as a library: verified proofs with any generator and any Lean.
 *
 * `openLean` starts a Lean (the embedded one where there is no other), `createGenerator` makes tactics. With these two,
 * `proveFile` proves a file's `sorry`s, `proveDeclaration` one declaration of an open file, `proveTheorem` one theorem
 * wherever it is stated, `verify` judges scripts that came from elsewhere, and `suggest` ranks tactics for a state.
 * `readTheory` reads first-order formulas, and `decide` says what follows from them, with a certificate.
 * `prove` is the search itself, over whatever implements `ProofEnvironment`.
 */
export type { Goal, Hypothesis } from './data/goal.ts';
export type { Problem } from './data/problem.ts';
export type { Result } from './data/result.ts';
export * from './generator/index.ts';
export {
  type Lean,
  type LeanEvent,
  type LoadedFile,
  type OpenOptions,
  openLean,
  type SessionState,
} from './lean/index.ts';
export * from './proving/index.ts';
export * from './reason/index.ts';
export * from './search/index.ts';
export * from './train/index.ts';
