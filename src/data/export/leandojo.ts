import type { StatedTheorem } from '../benchmark/benchmark.ts';
import type { ProofTrace } from '../proof-trace.ts';

/** A theorem with its proof, in the fields of LeanDojo's benchmark files (`train.json`, `val.json`, `test.json`). */
export interface LeanDojoTheorem {
  readonly url: string;
  readonly commit: string;
  readonly file_path: string;
  readonly full_name: string;
  /** Line and column, both 1-based. For a theorem that is known by name only, both are [1, 1]. */
  readonly start: readonly [number, number];
  readonly end: readonly [number, number];
  readonly traced_tactics: readonly LeanDojoTactic[];
}

export interface LeanDojoTactic {
  readonly tactic: string;
  /** The tactic with marks around premises, and the premises. Ariadne does not trace premises: there are none. */
  readonly annotated_tactic: readonly [string, readonly []];
  readonly state_before: string;
  readonly state_after: string;
}

export function leanDojoTheorem(theorem: StatedTheorem, trace: ProofTrace): LeanDojoTheorem {
  return { ...whereFrom(theorem), ...placeOf(theorem), traced_tactics: tracedTactics(trace) };
}

/** The steps of the proof in the order in which a script runs them: depth first. */
function tracedTactics({ roots, nodes, edges }: ProofTrace): LeanDojoTactic[] {
  const states = new Map(nodes.map(({ id, state }) => [id, state]));
  const steps = new Map(edges.filter((edge) => edge.inProof).map((edge) => [edge.from, edge]));
  const traced: LeanDojoTactic[] = [];
  const visit = (id: number): void => {
    const step = steps.get(id);
    if (step === undefined) return;
    traced.push({
      tactic: step.tactic,
      annotated_tactic: [step.tactic, []],
      state_before: states.get(id) ?? '',
      state_after: step.children.map((child) => states.get(child) ?? '').join('\n\n') || 'no goals',
    });
    step.children.forEach(visit);
  };
  roots.forEach(visit);
  return traced;
}

/** A source such as `github.com/owner/name@abc` holds address and commit. */
function whereFrom(theorem: StatedTheorem): Pick<LeanDojoTheorem, 'url' | 'commit' | 'file_path' | 'full_name'> {
  if (theorem.kind === 'library') {
    const url = 'https://github.com/leanprover/lean4';
    return { url, commit: '', file_path: `src/${theorem.module.replaceAll('.', '/')}.lean`, full_name: theorem.id };
  }
  const [, url = '', commit = ''] = /^([^\s@]+)@(\S+)/.exec(theorem.module) ?? [];
  return {
    url: url === '' ? '' : `https://${url}`,
    commit,
    file_path: url === '' ? theorem.module : theorem.fileName,
    full_name: theorem.id,
  };
}

function placeOf(theorem: StatedTheorem): Pick<LeanDojoTheorem, 'start' | 'end'> {
  const place = theorem.kind === 'sorry' ? theorem.place : undefined;
  return place ?? { start: [1, 1], end: [1, 1] };
}
