/** Time as the search sees it, so that tests can hold it in their hands. */
export interface Clock {
  /** Milliseconds since any fixed moment; never falls. */
  now(): number;
  /** Calls back once, after that many milliseconds. The function that comes back calls it off. */
  alarm(milliseconds: number, ring: () => void): () => void;
}

/** Longest delay that `setTimeout` keeps. */
const longestTimeout = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  alarm(milliseconds, ring) {
    if (milliseconds > longestTimeout) return () => {};
    const timer = setTimeout(ring, milliseconds);
    return () => clearTimeout(timer);
  },
};
