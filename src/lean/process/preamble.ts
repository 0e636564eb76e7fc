import { Transform, type TransformCallback } from 'node:stream';

const header = /(?:^|\n)Content-Length:/;

/**
 * Passes on what a process writes from the first message on. What stands before it is for people: what Lake says of its
 * configuration, what Lean says of a program that it does not understand.
 */
export class AfterPreamble extends Transform {
  readonly #onText: (text: string) => void;
  #held: Buffer | undefined = Buffer.alloc(0);

  constructor(onText: (text: string) => void) {
    super();
    this.#onText = onText;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.#held === undefined) {
      done(null, chunk);
      return;
    }
    const held = Buffer.concat([this.#held, chunk]);
    // Every byte is one character here, so that places are places in bytes.
    const found = header.exec(held.toString('latin1'));
    if (found === null) {
      this.#held = held;
      done();
      return;
    }
    this.#held = undefined;
    const start = found.index + (found[0].startsWith('\n') ? 1 : 0);
    this.#tell(held.subarray(0, start));
    done(null, held.subarray(start));
  }

  override _flush(done: TransformCallback): void {
    if (this.#held !== undefined) this.#tell(this.#held);
    this.#held = undefined;
    done();
  }

  #tell(text: Buffer): void {
    if (text.length > 0) this.#onText(text.toString('utf8'));
  }
}
