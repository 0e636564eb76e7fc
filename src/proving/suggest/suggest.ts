import type { ProofEnvironment, TacticErrorKind, TacticOutcome } from '../../contracts/environment.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { Candidate, TacticGenerator } from '../../generator/index.ts';
import type { SessionState } from '../../lean/index.ts';
import type { Question } from './subject.ts';

/** What Lean says of a tactic. */
export type Check =
  | { readonly kind: 'closes' }
  /** It runs; these goals are left, as Lean prints them. */
  | { readonly kind: 'valid'; readonly goals: readonly string[] }
  | { readonly kind: 'fails'; readonly error: TacticErrorKind; readonly message: string }
  | { readonly kind: 'unchecked'; readonly reason: string };

export interface Suggestion extends Candidate {
  readonly check: Check;
}

export interface SuggestOptions {
  readonly generator: TacticGenerator;
  /** Checks tactics; absent to leave them unchecked. */
  readonly lean: ProofEnvironment<SessionState> | undefined;
  readonly count: number;
  readonly seed: number;
  /** What every suggestion begins with. */
  readonly prefix: string;
}

const rank: Record<Check['kind'], number> = { closes: 0, valid: 1, unchecked: 2, fails: 3 };

/** Tactics for a state: those that close the goal first, then those that run, those that fail last. */
export async function suggest(
  question: Question,
  { generator, lean, count, seed, prefix }: SuggestOptions,
  signal: AbortSignal,
): Promise<Result<readonly Suggestion[], Problem>> {
  const { goals, theorem, state } = question;
  const [proposal] = await generator.propose([{ goals, theorem, count, seed, prefix }], signal);
  if (proposal === undefined || proposal.kind === 'failed') {
    const message = proposal?.message ?? 'The generator did not answer.';
    return fail({ code: proposal?.code ?? 'generator-failed', message });
  }
  const candidates = proposal.candidates.filter(({ tactic }) => tactic.startsWith(prefix.trim()));
  if (!state.ok || lean === undefined) {
    const reason = state.ok ? 'Lean was not asked.' : state.error;
    return ok(candidates.map((candidate) => ({ ...candidate, check: { kind: 'unchecked', reason } })));
  }
  const checks = await checkTactics(
    lean,
    state.value,
    candidates.map(({ tactic }) => tactic),
    signal,
  );
  const checked = candidates.map((candidate, i) => ({ ...candidate, check: checks[i]! }));
  return ok(checked.toSorted((a, b) => rank[a.check.kind] - rank[b.check.kind]));
}

/** What Lean says of each tactic, tried on the state by itself. Nothing of what they leave is held. */
export async function checkTactics(
  lean: ProofEnvironment<SessionState>,
  state: SessionState,
  tactics: readonly string[],
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const outcomes = await lean.run(state, tactics, signal);
  lean.release(outcomes.flatMap((o) => (o.kind === 'progress' ? o.states.map((left) => left.state) : [])));
  return tactics.map((_, i) => checkOf(outcomes[i]));
}

function checkOf(outcome: TacticOutcome<SessionState> | undefined): Check {
  switch (outcome?.kind) {
    case 'proved':
      return { kind: 'closes' };
    case 'progress':
      return { kind: 'valid', goals: outcome.states.flatMap(({ goals }) => goals.map(({ pretty }) => pretty)) };
    case 'error':
      return { kind: 'fails', error: outcome.error, message: outcome.message };
    case undefined:
      return { kind: 'unchecked', reason: 'Lean did not answer.' };
  }
}
