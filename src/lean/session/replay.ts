/**
 * Makes a state live in a worker, by replaying how it was made from the nearest ancestor that lives there already. States on
 * the way stay if they are wanted: the search may go on from them, too.
 */
import { fail, ok, type Result } from '../../data/result.ts';
import type { LeanFailure } from '../failure.ts';
import type { ProofState } from '../protocol.ts';
import type { SessionState } from './session-state.ts';
import type { LeanWorker } from './worker.ts';

export async function materialise(
  worker: LeanWorker,
  state: SessionState,
  signal: AbortSignal | undefined,
  isWanted: (state: SessionState) => boolean,
): Promise<Result<null, LeanFailure>> {
  const missing: SessionState[] = [];
  let ancestor: SessionState | undefined = state;
  while (ancestor !== undefined && !worker.holds(ancestor)) {
    missing.push(ancestor);
    ancestor = ancestor.origin.kind === 'tactic' ? ancestor.origin.parent : undefined;
  }
  for (const next of missing.reverse()) {
    const made = await remake(worker, next, signal);
    if (!made.ok) return made;
    const found = made.value[next.component];
    if (found === undefined || found.key !== next.key) {
      worker.discard(made.value.map((other) => other.state));
      return fail({ kind: 'protocol', message: 'replaying the tactics of a state led to another state' });
    }
    worker.discard(made.value.filter((other) => other !== found).map((other) => other.state));
    worker.adopt(next, found.state);
  }
  for (const between of missing) if (!isWanted(between)) worker.drop(between);
  return ok(null);
}

async function remake(
  worker: LeanWorker,
  state: SessionState,
  signal: AbortSignal | undefined,
): Promise<Result<readonly ProofState[], LeanFailure>> {
  const { origin } = state;
  if (origin.kind !== 'tactic') {
    const started = await worker.start(origin, signal);
    if (started.ok) return started;
    const { error } = started;
    if (error.kind !== 'refused') return fail(error);
    return fail({ kind: 'protocol', message: `a proof can no longer be started: ${error.refusal.message}` });
  }
  const { outcomes, failure } = await worker.run(origin.parent, [origin.tactic], signal);
  const outcome = outcomes[0];
  if (outcome?.kind === 'progress') return ok(outcome.states ?? []);
  if (failure !== undefined) return fail(failure);
  if (outcome === undefined)
    return fail({ kind: 'crash', message: 'the Lean process ended while a state was rebuilt' });
  return fail({
    kind: 'protocol',
    message: `a tactic failed when it was replayed: ${outcome.message ?? outcome.kind}`,
  });
}
