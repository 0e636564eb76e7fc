/** The exit code of a program that Ctrl-C ended. */
export const interruptedExitCode = 130;

/**
 * A signal that aborts on Ctrl-C (or when the process is asked to end). What runs under it stops cleanly and keeps what
 * it found; a second Ctrl-C ends the process at once.
 */
export const interruptSignal = (): AbortSignal => interruptSignals().polite;

/** The same for what takes its time to stop: the second Ctrl-C urges it, and only the third ends the process at once. */
export function urgedInterruptSignals(): { readonly polite: AbortSignal; readonly urgent: AbortSignal } {
  return interruptSignals(new AbortController());
}

function interruptSignals(urge?: AbortController) {
  const polite = new AbortController();
  const urgent = urge ?? polite;
  const stop = () => {
    if (urgent.signal.aborted) process.exit(interruptedExitCode);
    (polite.signal.aborted ? urgent : polite).abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  return { polite: polite.signal, urgent: urgent.signal };
}
