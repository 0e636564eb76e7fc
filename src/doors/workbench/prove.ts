import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { TacticGenerator } from '../../generator/index.ts';
import { fillingOf, findScript, type OpenTheorem, splice, verifyScript } from '../../proving/index.ts';
import { renderScript, type Script, type SearchEvent } from '../../search/index.ts';
import type { ProofAnswer } from './answers.ts';
import { SearchMemory } from './search-memory.ts';
import { positioned, smallestEdit } from './text-edit.ts';
import type { SearchRequest, StartedSubject } from './workbench.ts';

export interface Proof {
  readonly answer: ProofAnswer;
  /** The document with the proof in it; absent where nothing is proved, or there is no document. */
  readonly completed?: string;
}

/** How often a search says how far it is, in milliseconds. */
const progressInterval = 250;

/** Searches for a script for one `sorry`, statement or state, and has a fresh Lean verify it. */
export async function prove(
  { lean, generator, theorem, opening, hasDocument }: StartedSubject & { readonly generator: TacticGenerator },
  { budgets, signal, onProgress }: SearchRequest,
): Promise<Result<Proof, Problem>> {
  const memory = new SearchMemory();
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  let told = began;
  const onEvent = (event: SearchEvent) => {
    memory.listen(event);
    if (performance.now() - told < progressInterval) return;
    told = performance.now();
    onProgress(seconds(), `${memory.checks} tactics checked, ${memory.expansions} goals expanded`);
  };
  const name = nameOf(theorem);
  const effort = () => ({ seconds: seconds(), checks: memory.checks, expansions: memory.expansions });
  const unproved = (why: string): Proof => ({
    answer: {
      outcome: 'unproved',
      theorem: name,
      why,
      nearest: [...memory.nearest(3)],
      failures: [...memory.failures(5)],
      effort: effort(),
    },
  });

  const found = await findScript({ lean, generator, budgets }, theorem, { signal, onEvent });
  switch (found.kind) {
    case 'exhausted':
      return ok(unproved(`out of ${found.budget}`));
    case 'failed':
      return ok(unproved('no tactic is left to try'));
    case 'cancelled':
      return ok(unproved('cancelled'));
    case 'error':
      return { ok: false, error: { code: 'search-failed', message: found.message } };
  }
  onProgress(seconds(), 'verifying in a fresh Lean');
  return verifyFound({ lean, theorem, opening, hasDocument }, found.script, { effort, signal });
}

/** Has a fresh Lean verify a script that was found, and says what comes of it: a proof, or why it is none. */
export async function verifyFound(
  { lean, theorem, opening, hasDocument }: Pick<StartedSubject, 'lean' | 'theorem' | 'opening' | 'hasDocument'>,
  found: Script,
  { effort, signal }: { readonly effort: () => ProofAnswer['effort']; readonly signal: AbortSignal },
): Promise<Result<Proof, Problem>> {
  const name = nameOf(theorem);
  const verdict = await verifyScript(lean, theorem, [...opening, ...found], signal);
  switch (verdict.kind) {
    case 'verified':
    case 'partial': {
      const proved = {
        outcome: 'proved' as const,
        theorem: name,
        script: renderScript(found),
        axioms: [...verdict.axioms],
        effort: effort(),
      };
      const written = hasDocument ? completedBy(theorem, found) : undefined;
      if (written === undefined) return ok({ answer: proved });
      const { before, completed } = written;
      return ok({ answer: { ...proved, edit: positioned(before, smallestEdit(before, completed)) }, completed });
    }
    case 'rejected': {
      const { reason, message } = verdict;
      return ok({ answer: { outcome: 'rejected', theorem: name, reason, message, effort: effort() } });
    }
    case 'cancelled': {
      const nothing = { nearest: [], failures: [], effort: effort() };
      return ok({ answer: { outcome: 'unproved', theorem: name, why: 'cancelled', ...nothing } });
    }
    case 'error':
      return fail({ code: 'verification-failed', message: verdict.message });
  }
}

const nameOf = ({ context, place }: OpenTheorem): string =>
  place.kind === 'sorry' ? place.declaration.name : context.name;

function completedBy(
  { place }: OpenTheorem,
  script: Script,
): { readonly before: string; readonly completed: string } | undefined {
  if (place.kind !== 'sorry') return undefined;
  const before = place.file.text;
  return { before, completed: splice(before, [fillingOf(place.sorry, script)]) };
}
