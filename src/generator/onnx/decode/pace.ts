/** Weight of the newest observation in a moving average. */
const novelty = 0.2;
/** Nobody waits longer than this for company, in milliseconds. */
const longestWait = 50;

/**
 * How long an idle model waits for more requests before it begins. Searches ask in bursts; when the next request is
 * likely to come before one step would be over, waiting for it is cheaper than decoding for a few rows.
 */
export class Pace {
  #lastArrival = Number.NEGATIVE_INFINITY;
  #gap = Number.POSITIVE_INFINITY;
  #step = 0;

  /** @param now milliseconds of a steady clock */
  arrived(now: number): void {
    const gap = now - this.#lastArrival;
    this.#lastArrival = now;
    if (Number.isFinite(gap)) this.#gap = Number.isFinite(this.#gap) ? average(this.#gap, gap) : gap;
  }

  stepped(milliseconds: number): void {
    this.#step = this.#step === 0 ? milliseconds : average(this.#step, milliseconds);
  }

  /** Milliseconds to wait from now, where nothing is decoding. */
  wait(): number {
    return this.#gap <= this.#step ? Math.min(this.#gap * 2, this.#step, longestWait) : 0;
  }
}

const average = (before: number, now: number): number => before + novelty * (now - before);
