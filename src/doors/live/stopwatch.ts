/** Adds up the time during which it runs; in seconds. */
export class Stopwatch {
  #before = 0;
  #since: number | undefined;

  get seconds(): number {
    return this.#before + (this.#since === undefined ? 0 : (performance.now() - this.#since) / 1000);
  }

  start(): void {
    this.#since ??= performance.now();
  }

  stop(): void {
    this.#before = this.seconds;
    this.#since = undefined;
  }
}
