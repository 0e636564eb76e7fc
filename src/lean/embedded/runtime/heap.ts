/**
 * Lean's objects in linear memory, as `lean.h` of Lean 4.28 lays them out for 32-bit: a header of 8 bytes (reference count,
 * size, number of object fields, tag), object fields, then scalars. An odd value is no pointer but a boxed number.
 * Functions say who owns what, in Lean's terms: `owned` arguments are consumed, `borrowed` ones are not.
 */
import type { LeanRuntime } from './runtime.ts';

const headerSize = 8;
/** A string's bytes come after the header, its size, its capacity and its length. */
const stringHeader = 20;

/** `()`, `[]`, `none`, `false`, `Name.anonymous` and the token of the real world are all this. */
export const boxedZero = 1;
export const boxedTrue = 3;

export class LeanHeap {
  readonly #runtime: LeanRuntime;

  constructor(runtime: LeanRuntime) {
    this.#runtime = runtime;
  }

  string(text: string): number {
    const bytes = Buffer.from(text, 'utf8');
    const buffer = this.#runtime.call('malloc', bytes.length + 1);
    this.#runtime.bytes.set(bytes, buffer);
    const made = this.#runtime.call('lean_mk_string_from_bytes', buffer, bytes.length);
    this.#runtime.call('free', buffer);
    return made;
  }

  /** Borrowed. */
  text(string: number): string {
    const size = this.#runtime.words[(string + headerSize) >> 2] ?? 1;
    // A copy, because decoders refuse shared memory.
    const bytes = this.#runtime.bytes.slice(string + stringHeader, string + stringHeader + size - 1);
    return Buffer.from(bytes.buffer).toString('utf8');
  }

  /** A name such as `Ariadne.mkServer`, without quoting or numbers; or its parts, which may be any text. */
  name(name: string | readonly string[]): number {
    const parts = typeof name === 'string' ? name.split('.') : name;
    return parts.reduce(
      (prefix, part) => this.#runtime.call('lean_name_mk_string', prefix, this.string(part)),
      boxedZero,
    );
  }

  /** The parts of a name; a number becomes its digits. Borrowed. */
  nameParts(name: number): readonly string[] {
    const parts: string[] = [];
    for (let at = name; (at & 1) === 0; at = this.field(at, 0)) {
      const part = this.field(at, 1);
      parts.unshift(this.tag(at) === 1 ? this.text(part) : String(part >> 1));
    }
    return parts;
  }

  make(tag: number, fields: readonly number[], scalars: readonly number[] = []): number {
    const size = (headerSize + 4 * fields.length + scalars.length + 7) & ~7;
    const object = this.#runtime.call('lean_alloc_object', size);
    const { words, bytes } = this.#runtime;
    words[object >> 2] = 1;
    bytes.set([size & 255, size >> 8, fields.length, tag], object + 4);
    words.set(fields, (object + headerSize) >> 2);
    bytes.set(scalars, object + headerSize + 4 * fields.length);
    return object;
  }

  /** A function of Lean's: the one at a place of the table, with so many parameters, that of the real world included. */
  closure(place: number, arity: number): number {
    const closureTag = 245;
    const noneFixed = 0;
    return this.make(closureTag, [place, arity | (noneFixed << 16)]);
  }

  /** What an `IO` function answers that has not failed. */
  ioResult(value: number): number {
    return this.make(0, [value]);
  }

  array(items: readonly number[]): number {
    const list = items.reduceRight((tail, item) => this.make(1, [item, tail]), boxedZero);
    return this.#runtime.call('lean_array_mk', list);
  }

  tag(object: number): number {
    return this.#runtime.bytes[object + 7] ?? 0;
  }

  /** Borrowed, and so is what comes back. */
  field(object: number, index: number): number {
    return this.#runtime.words[((object + headerSize) >> 2) + index] ?? 0;
  }

  retain(object: number): number {
    if ((object & 1) === 0) {
      const counts = new Int32Array(this.#runtime.memory.buffer);
      const count = counts[object >> 2] ?? 0;
      // Negative: shared between threads, counted downwards. Zero: lives for ever.
      if (count > 0) counts[object >> 2] = count + 1;
      else if (count < 0) counts[object >> 2] = count - 1;
    }
    return object;
  }

  release(object: number): void {
    if ((object & 1) === 1) return;
    const counts = new Int32Array(this.#runtime.memory.buffer);
    const count = counts[object >> 2] ?? 0;
    if (count > 1) counts[object >> 2] = count - 1;
    else if (count !== 0) this.#runtime.call('lean_dec_ref_cold', object);
  }

  /** The value of an `IO` result (owned); an `IO` error is thrown as an `Error` with its message. */
  io(result: number): number {
    const value = this.retain(this.field(result, 0));
    const failed = this.tag(result) === 1;
    this.release(result);
    if (failed) throw new Error(this.text(this.#runtime.call('lean_io_error_to_string', value)));
    return value;
  }
}
