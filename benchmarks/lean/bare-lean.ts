/**
 * Lean without any process around it: the REPL's function in this thread's own memory. A whole batch goes into one call,
 * so that the loop over tactics runs inside Lean.
 */
import { Worker } from 'node:worker_threads';

export interface BareLean {
  /** Runs a batch on the state that `intro` leaves of the statement. */
  check(statement: string, intro: string, tactics: readonly string[]): Promise<void>;
}

export function openBareLean(): Promise<BareLean> {
  const worker = new Worker(new URL('./bare-thread.ts', import.meta.url), { resourceLimits: { stackSizeMb: 256 } });
  worker.unref();
  let answered = Promise.withResolvers<unknown>();
  worker.on('message', (message) => answered.resolve(message));
  worker.on('error', (error) => answered.reject(error));
  const next = (): Promise<unknown> => {
    answered = Promise.withResolvers<unknown>();
    return answered.promise;
  };
  return next().then(() => ({
    check: async (statement, intro, tactics) => {
      const done = next();
      worker.postMessage({ statement, intro, tactics });
      await done;
    },
  }));
}
