/** How the tests ask the judge: one file with `sorry`s, what goes into them, and the verdicts in words. */
import assert from 'node:assert/strict';
import type { Lean, ProofCheckResult } from '../../../src/lean/index.ts';

/** The text with the n-th `sorry` replaced by the n-th filling; those without one stay. */
export function filled(original: string, fillings: readonly (string | undefined)[]): string {
  let index = 0;
  return original.replace(/\bsorry\b/g, (hole) => fillings[index++] ?? hole);
}

/** Verdicts on every command that holds a `sorry`, in order. */
export async function judge(lean: Lean, original: string, completed: string): Promise<ProofCheckResult> {
  const loaded = await lean.loadFile(original, 'Test.lean');
  assert.ok(loaded.ok, JSON.stringify(loaded));
  const declarations = [...new Set(loaded.value.sorries.map(({ command }) => command))];
  const checked = await lean.checkProof({ original, completed, fileName: 'Test.lean', declarations });
  assert.ok(checked.ok, JSON.stringify(checked));
  return checked.value;
}

/** `verified`, `partial`, or the reason of a rejection, for each command that holds a `sorry`. */
export const inWords = ({ results }: ProofCheckResult): readonly string[] =>
  results.map(({ verdict, reason }) => (verdict === 'rejected' ? (reason ?? 'no reason') : verdict));

export async function verdicts(
  lean: Lean,
  original: string,
  ...fillings: readonly (string | undefined)[]
): Promise<readonly string[]> {
  return inWords(await judge(lean, original, filled(original, fillings)));
}
