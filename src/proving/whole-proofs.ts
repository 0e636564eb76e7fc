/** Whole proofs that a model wrote, taken apart into steps and tried in the proof graph before the search begins. */
import type { TacticGenerator } from '../contracts/generator.ts';
import { bodyAfter } from '../generator/whole-proof/script.ts';
import type { Lean, SessionState } from '../lean/index.ts';
import type { Opening } from '../search/index.ts';
import type { OpenTheorem, Place } from './open/theorem.ts';
import { replayProof } from './replay.ts';

/** Proofs that a model is asked for. */
const proofsAsked = 8;

/**
 * An opening: proofs from a model, each replayed step by step. A step that fails ends its part of the proof; what was reached
 * stays, and the search goes on from there. `undefined` where nobody writes proofs, or where there is no statement to show.
 */
export function wholeProofs(
  lean: Partial<Pick<Lean, 'outline'>>,
  { proofs: writer }: Pick<TacticGenerator, 'proofs'>,
  { states, context, place }: Pick<OpenTheorem, 'states' | 'context'> & Partial<Pick<OpenTheorem, 'place'>>,
  seed: number,
): Opening<SessionState> | undefined {
  const text = place && statedIn(place);
  const [first] = states;
  if (writer === undefined || text === undefined || first === undefined) return undefined;
  return async (environment, signal) => {
    const name = context.name.slice(context.name.lastIndexOf('.') + 1);
    const written = await writer.write({ text, name, count: proofsAsked, seed }, signal);
    if (written.kind === 'failed') return { tokens: 0, failure: written.message };
    for (const script of written.proofs) {
      if (signal.aborted) break;
      const outline = await lean.outline?.(first.state, script, signal);
      if (outline?.ok) await replayProof(environment, states, outline.value.tactics, signal);
    }
    return { tokens: written.tokens };
  };
}

/**
 * The file up to the theorem, with `sorry` for its proof; absent where there is no file, or where the `sorry` is only a part of
 * the proof.
 */
export function statedIn(place: Place): string | undefined {
  if (place.kind !== 'sorry') return undefined;
  const { range, declarationRange } = place.sorry;
  const bytes = Buffer.from(place.file.text, 'utf8');
  const before = bytes.toString('utf8', 0, declarationRange.start.byte);
  const declaration = bytes.toString('utf8', declarationRange.start.byte, range.stop.byte);
  const body = bodyAfter(declaration, 0);
  if (body === undefined || !/^\s*(?:by\s+)?sorry$/.test(body)) return undefined;
  return `${before}${declaration.slice(0, -body.length).trimEnd()} by\n  sorry`;
}
