import type { Clock } from '../../../src/search/index.ts';

/** A clock that stands still until it is told to move. */
export class HeldClock implements Clock {
  #now = 0;
  readonly #alarms = new Set<{ readonly at: number; readonly ring: () => void }>();

  now(): number {
    return this.#now;
  }

  alarm(milliseconds: number, ring: () => void): () => void {
    const alarm = { at: this.#now + milliseconds, ring };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const alarm of this.#alarms) {
      if (alarm.at > this.#now) continue;
      this.#alarms.delete(alarm);
      alarm.ring();
    }
  }

  get alarmsSet(): number {
    return this.#alarms.size;
  }
}
