import type { LeanPool } from './pool.ts';
import { materialise } from './replay.ts';
import type { SessionState } from './session-state.ts';

/** Those of the names that mean nothing where a state stands; none, where no process of the pool can say. */
export async function unknownNames(
  pool: LeanPool,
  state: SessionState,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const sendable = names.filter((name) => name.isWellFormed());
  const acquired = await pool.acquire((worker) => worker.holds(state), signal);
  if (!acquired.ok) return new Set();
  const worker = acquired.value;
  const rebuilt = await materialise(worker, state, signal, (other) => other === state);
  const looked = rebuilt.ok ? await worker.unknownNames(state, sendable, signal) : rebuilt;
  const reason = !looked.ok && looked.error.kind === 'timeout' ? 'timeout' : 'crash';
  pool.release(worker, reason, looked.ok ? undefined : looked.error.message);
  return new Set(looked.ok ? looked.value.unknown : []);
}
