/** From what Lean answers to what the search reads. */
import type { OpenState, TacticOutcome } from '../../contracts/environment.ts';
import type { ProofState, TacticOutcome as WireOutcome } from '../protocol.ts';
import type { SessionState, StateOrigin } from './session-state.ts';
import type { LeanWorker } from './worker.ts';

/** Names the states that came out of an origin, and remembers that they live in this worker. */
export function adoptStates(
  worker: LeanWorker,
  origin: StateOrigin,
  states: readonly ProofState[],
): readonly OpenState<SessionState>[] {
  return states.map(({ state: id, key, goals, positions }, component) => {
    const state: SessionState = { origin, component, key };
    worker.adopt(state, id);
    return { state, key, goals, positions };
  });
}

export function toOutcome(
  worker: LeanWorker,
  parent: SessionState,
  tactic: string,
  outcome: WireOutcome,
): TacticOutcome<SessionState> {
  const { kind, micros } = outcome;
  if (kind === 'proved') return { kind, micros };
  if (kind === 'progress') {
    return { kind, states: adoptStates(worker, { kind: 'tactic', parent, tactic }, outcome.states ?? []), micros };
  }
  const error = kind === 'unknown-state' ? 'crash' : kind;
  return { kind: 'error', error, message: outcome.message ?? kind, micros };
}

export const errorOutcome = (
  error: 'crash' | 'timeout' | 'cancelled' | 'parse',
  message: string,
): TacticOutcome<SessionState> => ({ kind: 'error', error, message, micros: 0 });
