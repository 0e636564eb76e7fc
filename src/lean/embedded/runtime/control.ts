/**
 * How the main thread of an embedded Lean stops a tactic that Lean's thread is busy with: words of shared memory. The
 * phase is a lock, so that a cancel token is never set for a tactic that has just ended and so hits the next one.
 */
const phase = 0;
const count = 1;
const abandoned = 2;
const [idle, running, held] = [0, 1, 2];

export class TacticClock {
  readonly #words: Int32Array<SharedArrayBuffer>;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(16)) {
    this.#words = new Int32Array(buffer);
  }

  get buffer(): SharedArrayBuffer {
    return this.#words.buffer;
  }

  /** Lean's thread: a tactic, or another request, begins. */
  begin(): void {
    Atomics.add(this.#words, count, 1);
    Atomics.store(this.#words, phase, running);
  }

  /** Lean's thread: it ended; after this no cancel token will be set for it. */
  end(): void {
    while (Atomics.compareExchange(this.#words, phase, running, idle) === held) Atomics.wait(this.#words, phase, held);
  }

  /** Main thread: which piece of work is running, as a number that grows; `undefined` between two of them. */
  current(): number | undefined {
    return Atomics.load(this.#words, phase) === idle ? undefined : Atomics.load(this.#words, count);
  }

  /** Main thread: does something to the piece of work `number`, if it is still running. */
  whileRunning(number: number, action: () => void): void {
    if (Atomics.compareExchange(this.#words, phase, running, held) !== running) return;
    if (Atomics.load(this.#words, count) === number) action();
    Atomics.store(this.#words, phase, running);
    Atomics.notify(this.#words, phase);
  }

  /** Main thread: the rest of the batch is not wanted any more. */
  abandonBatch(): void {
    Atomics.store(this.#words, abandoned, 1);
  }

  /** Lean's thread: was the batch abandoned since the last call? */
  takeAbandoned(): boolean {
    return Atomics.exchange(this.#words, abandoned, 0) === 1;
  }
}
