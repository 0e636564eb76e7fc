import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { Lean, LeanFailure, ProofOutline } from '../../lean/index.ts';
import { findSorryAt, type OpenFile, openFile, openProblem, openSorry } from '../../proving/index.ts';
import { type ReplayedStep, replayProof } from '../../proving/replay.ts';

/** A step of a proof, with the theorems of library and file that its tactic names, by full name, in their order. */
export interface ExtractedProofStep extends ReplayedStep {
  readonly names: readonly string[];
}

/** What came of one tactic proof of a file. */
export interface ExtractedProof {
  /** Full name, `''` for an `example`. */
  readonly theorem: string;
  /** 1-based line on which the proof begins. */
  readonly line: number;
  /** The steps; absent where they could not be replayed. */
  readonly steps?: readonly ExtractedProofStep[];
}

/**
 * Takes the tactic proofs of a Lean file apart, as Lean has parsed and elaborated them. Lean then elaborates the file with
 * a `sorry` in place of every proof, and each proof is replayed from the goals of its `sorry`.
 */
export async function extractFile(
  lean: Lean,
  text: string,
  fileName: string,
  signal: AbortSignal,
): Promise<Result<readonly ExtractedProof[], Problem>> {
  const outlines = await lean.listProofs(text, fileName, signal);
  if (!outlines.ok) return fail(problemOf(outlines.error, fileName));
  const { stub, bytes } = withSorries(text, outlines.value);
  const file = await openFile(lean, { text: stub, fileName }, signal);
  if (!file.ok) return fail(openProblem(file.error, fileName));
  const extracted: ExtractedProof[] = [];
  for (const [i, outline] of outlines.value.entries()) {
    if (signal.aborted) break;
    const proof = await extractProof(lean, file.value, outline, bytes[i]!, signal);
    if (!proof.ok) return proof;
    if (proof.value !== undefined) extracted.push(proof.value);
  }
  return ok(extracted);
}

/** The text with `sorry` in place of each proof, and where these stand, in bytes. */
function withSorries(text: string, proofs: readonly ProofOutline[]): { stub: string; bytes: number[] } {
  const source = Buffer.from(text, 'utf8');
  let stub = '';
  let from = 0;
  const bytes: number[] = [];
  for (const { range } of proofs) {
    stub += source.toString('utf8', from, range.start.byte);
    bytes.push(Buffer.byteLength(stub));
    stub += 'sorry';
    from = range.stop.byte;
  }
  return { stub: stub + source.toString('utf8', from), bytes };
}

/** `undefined` where Lean did not come to the proof: its statement does not elaborate. */
async function extractProof(
  lean: Lean,
  file: OpenFile,
  { range, tactics, uses }: ProofOutline,
  byte: number,
  signal: AbortSignal,
): Promise<Result<ExtractedProof | undefined, Problem>> {
  const sorry = findSorryAt(file, byte);
  if (sorry === undefined) return ok(undefined);
  const opened = await openSorry(lean, file, sorry, signal);
  if (!opened.ok) return opened.error.kind === 'error' ? fail(openProblem(opened.error, file.fileName)) : ok(undefined);
  using theorem = opened.value;
  const steps = await replayProof(lean, theorem.states, tactics, signal);
  const withNames = steps?.map((step) => {
    const within = uses.filter((use) => step.range.start.byte <= use.byte && use.byte < step.range.stop.byte);
    const names = within.toSorted((a, b) => a.byte - b.byte).map(({ name }) => name);
    // A step that is only the head of its tactic names what stands there.
    return { ...step, names: [...new Set(names)].filter((name) => mentions(step.tactic, name)) };
  });
  return ok({
    theorem: sorry.declaration,
    line: range.start.line,
    ...(withNames !== undefined && { steps: withNames }),
  });
}

/** Does a text hold the last part of a name? */
const mentions = (text: string, name: string): boolean => text.includes(name.slice(name.lastIndexOf('.') + 1));

const problemOf = (failure: LeanFailure, file: string): Problem => ({
  code: `lean-${failure.kind}`,
  message: `Lean could not work on ${file}: ${failure.message}`,
  where: { file },
});
