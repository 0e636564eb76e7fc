/**
 * Runs a batch of tactics to the end, whatever happens to the processes on the way: what is done is kept, what is left
 * goes on in another process, and a tactic that takes its process down twice is given up.
 */
import type { TacticOutcome } from '../../contracts/environment.ts';
import type { LeanFailure } from '../failure.ts';
import { errorOutcome, toOutcome } from './outcome.ts';
import type { LeanPool } from './pool.ts';
import { materialise } from './replay.ts';
import type { SessionState } from './session-state.ts';

/** Processes that one tactic may cost. */
const mostDeaths = 2;
/** Attempts to rebuild one state: its tactics are known to be harmless, so a process that dies of it was killed. */
const rebuildPatience = 5;

type Outcome = TacticOutcome<SessionState>;

export interface Batch {
  readonly state: SessionState;
  readonly tactics: readonly string[];
  /** Share of the limits that each tactic gets. */
  readonly patience: number;
}

export async function runBatch(
  pool: LeanPool,
  { state, tactics, patience }: Batch,
  signal: AbortSignal,
  isWanted: (state: SessionState) => boolean,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const fillUp = (outcome: Outcome): readonly Outcome[] => {
    while (outcomes.length < tactics.length) outcomes.push(outcome);
    return outcomes;
  };
  /** Failures in a row: of rebuilding the state, of finding it, of the tactic that comes next. */
  let rebuildFailures = 0;
  let lostStates = 0;
  let deaths = 0;
  /** After a crash that nobody can be blamed for, tactics go one by one. */
  let alone = false;
  while (outcomes.length < tactics.length) {
    const acquired = await pool.acquire((worker) => worker.holds(state), signal);
    if (!acquired.ok) return fillUp(failureOutcome(acquired.error));
    const worker = acquired.value;
    const rebuilt = await materialise(worker, state, signal, (other) => other === state || isWanted(other));
    if (!rebuilt.ok) {
      pool.release(worker, rebuilt.error.kind === 'timeout' ? 'timeout' : 'crash', rebuilt.error.message);
      if (rebuilt.error.kind === 'cancelled') return fillUp(failureOutcome(rebuilt.error));
      if (++rebuildFailures >= rebuildPatience) return fillUp(errorOutcome('crash', rebuilt.error.message));
      continue;
    }
    rebuildFailures = 0;
    const rest = tactics.slice(outcomes.length);
    const batch = alone ? rest.slice(0, 1) : rest;
    const { outcomes: done, failure, nextAtFault } = await worker.run(state, batch, signal, patience);
    for (const [index, outcome] of done.entries()) outcomes.push(toOutcome(worker, state, batch[index] ?? '', outcome));
    const overran = failure?.kind === 'timeout' || done.at(-1)?.kind === 'timeout';
    pool.release(worker, overran ? 'timeout' : 'crash', failure?.message);
    if (signal.aborted) return fillUp(errorOutcome('cancelled', 'cancelled'));
    if (done.length > 0) deaths = 0;
    if (failure === undefined) {
      // Lean does not know a state that we take to live there; it will be rebuilt, but not for ever.
      if (done.length === 0 && ++lostStates >= mostDeaths) return fillUp(errorOutcome('crash', 'lost proof state'));
    } else if (!nextAtFault) alone = true;
    else if (++deaths >= mostDeaths) {
      outcomes.push(errorOutcome(failure.kind === 'timeout' ? 'timeout' : 'crash', failure.message));
      deaths = 0;
    }
  }
  return outcomes;
}

const failureOutcome = (failure: LeanFailure): Outcome =>
  errorOutcome(failure.kind === 'timeout' || failure.kind === 'cancelled' ? failure.kind : 'crash', failure.message);
