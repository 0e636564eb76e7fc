/** The exit code of a program that Ctrl-C ended. */
export const interruptedExitCode = 130;

/**
 * A signal that aborts on Ctrl-C (or when the process is asked to end). What runs under it stops cleanly and keeps what
 * it found; a second Ctrl-C ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(interruptedExitCode);
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  return controller.signal;
}
