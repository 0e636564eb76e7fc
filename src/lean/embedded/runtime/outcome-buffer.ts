/**
 * Outcomes of a batch on their way from Lean's thread to the main one, in shared memory: they need not wake the main thread
 * one by one, and are there even when the thread that wrote them never comes back.
 */
const capacity = 1 << 20;
const separator = '\n';
const [lengthWord, receiptWord, words] = [0, 1, 2];

export class OutcomeBuffer {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #bytes: Uint8Array<SharedArrayBuffer>;

  constructor(buffer = new SharedArrayBuffer(words * Int32Array.BYTES_PER_ELEMENT + capacity)) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer, 0, words);
    this.#bytes = new Uint8Array(buffer, words * Int32Array.BYTES_PER_ELEMENT);
  }

  /** Lean's thread: adds an outcome, a JSON text without line breaks; `false` where there is no room for it now. */
  add(outcome: string): boolean {
    const added = Buffer.from(outcome + separator);
    for (;;) {
      const length = Atomics.load(this.#words, lengthWord);
      if (length + added.length > this.#bytes.length) return false;
      this.#bytes.set(added, length);
      if (Atomics.compareExchange(this.#words, lengthWord, length, length + added.length) === length) return true;
    }
  }

  /** Lean's thread: sends something in another way, and waits for the receipt. */
  sendAround(send: () => void): void {
    const before = Atomics.load(this.#words, receiptWord);
    send();
    Atomics.wait(this.#words, receiptWord, before);
  }

  /** Main thread: what was sent around has come. */
  giveReceipt(): void {
    Atomics.add(this.#words, receiptWord, 1);
    Atomics.notify(this.#words, receiptWord);
  }

  /** Main thread: takes the outcomes that are there. */
  take(): readonly unknown[] {
    for (;;) {
      const length = Atomics.load(this.#words, lengthWord);
      // A copy, because decoders refuse shared memory.
      const text = Buffer.from(this.#bytes.slice(0, length)).toString();
      if (Atomics.compareExchange(this.#words, lengthWord, length, 0) !== length) continue;
      return JSON.parse(`[${text.trimEnd().replaceAll(separator, ',')}]`) as readonly unknown[];
    }
  }
}
