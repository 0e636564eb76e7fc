/**
 * The sorted names of a module's functions in a file, and a search in it: Lean's interpreter asks for few of 190,000, so most
 * instances never read them. The file: their number, where each ends (both as 32-bit numbers), then the names.
 */
import { fstatSync, readSync, writeFileSync } from 'node:fs';

export function writeFunctionNames(file: string, names: readonly string[]): void {
  const ends = new Uint32Array(names.length + 1);
  ends[0] = names.length;
  let end = 0;
  names.forEach((name, index) => {
    end += name.length;
    ends[index + 1] = end;
  });
  writeFileSync(file, Buffer.concat([new Uint8Array(ends.buffer), Buffer.from(names.join(''), 'latin1')]));
}

export class FunctionNames {
  readonly #file: number;
  #loaded: { readonly ends: Uint32Array; readonly text: Buffer } | undefined;

  /** `file` is open for reading, and stays open. */
  constructor(file: number) {
    this.#file = file;
  }

  /** The place of a name among all. */
  find(name: string): number | undefined {
    this.#loaded ??= this.#load();
    const { ends, text } = this.#loaded;
    const wanted = Buffer.from(name);
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = text.compare(wanted, 0, wanted.length, ends[middle - 1] ?? 0, ends[middle]);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return undefined;
  }

  #load(): { readonly ends: Uint32Array; readonly text: Buffer } {
    const bytes = Buffer.alloc(fstatSync(this.#file).size);
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(this.#file, bytes, done, bytes.length - done, done);
      if (read === 0) break;
      done += read;
    }
    const count = bytes.readUInt32LE(0);
    const ends = new Uint32Array(bytes.buffer, bytes.byteOffset + 4, count);
    return { ends, text: bytes.subarray(4 * (count + 1)) };
  }
}
