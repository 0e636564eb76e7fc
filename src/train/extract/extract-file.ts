import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { Lean, LeanFailure, LoadedFile } from '../../lean/index.ts';
import { findProofs, type TacticProof } from './proofs.ts';
import { type ReplayedStep, replayProof } from './replay.ts';

/** What came of one tactic proof of a file. */
export interface ExtractedProof {
  /** Full name, `''` for an `example`. */
  readonly theorem: string;
  /** 1-based line on which the proof begins. */
  readonly line: number;
  /** The steps; absent where they could not be replayed. */
  readonly steps?: readonly ReplayedStep[];
}

export interface ExtractedFile {
  readonly proofs: readonly ExtractedProof[];
  /** Modules that the file imports, and the theorems that it declares. */
  readonly imports: readonly string[];
  readonly theorems: readonly string[];
}

/**
 * Takes the tactic proofs of a Lean file apart. Lean elaborates the file with a `sorry` in place of every proof; each
 * proof is then replayed from the goals of its `sorry`.
 */
export async function extractFile(
  lean: Lean,
  text: string,
  fileName: string,
  signal: AbortSignal,
): Promise<Result<ExtractedFile, Problem>> {
  const proofs = findProofs(text);
  const { stub, bytes } = withSorries(text, proofs);
  const loaded = await lean.loadFile(stub, fileName, signal);
  if (!loaded.ok) return fail(problemOf(loaded.error, fileName));
  const extracted: ExtractedProof[] = [];
  for (const [i, proof] of proofs.entries()) {
    if (signal.aborted) break;
    const one = await extractProof(lean, loaded.value, proof, bytes[i]!, signal);
    if (!one.ok) return fail(problemOf(one.error, fileName));
    if (one.value !== undefined) extracted.push(one.value);
  }
  const { imports, theorems } = loaded.value;
  return ok({ proofs: extracted, imports, theorems });
}

/** The text with `sorry` in place of each proof, and where these stand, in bytes. */
function withSorries(text: string, proofs: readonly TacticProof[]): { stub: string; bytes: number[] } {
  let stub = '';
  let from = 0;
  const bytes: number[] = [];
  for (const { start, end } of proofs) {
    stub += text.slice(from, start);
    bytes.push(Buffer.byteLength(stub));
    stub += 'sorry';
    from = end;
  }
  return { stub: stub + text.slice(from), bytes };
}

/** `undefined` where Lean did not come to the proof: its statement does not elaborate. */
async function extractProof(
  lean: Lean,
  file: LoadedFile,
  proof: TacticProof,
  byte: number,
  signal: AbortSignal,
): Promise<Result<ExtractedProof | undefined, LeanFailure>> {
  const sorry = file.sorries.find(({ range }) => range.start.byte === byte);
  if (sorry === undefined) return ok(undefined);
  const started = await lean.startSorry(file, sorry.index, signal);
  if (!started.ok) return started.error.kind === 'refused' ? ok(undefined) : fail(started.error);
  const steps = await replayProof(lean, started.value, proof.block, signal);
  lean.release(started.value.map(({ state }) => state));
  return ok({ theorem: sorry.declaration, line: proof.block.line + 1, ...(steps && { steps }) });
}

const problemOf = (failure: LeanFailure, file: string): Problem => ({
  code: `lean-${failure.kind}`,
  message: `Lean could not work on ${file}: ${failure.message}`,
  where: { file },
});
