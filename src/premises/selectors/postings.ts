import { type Inverted, invert } from './inverted.ts';

/** In which documents a word occurs, and how often. Documents are known by their places, words by numbers, both from 0. */
export class Postings {
  /** Number of documents. */
  readonly size: number;
  /** Number of words. */
  readonly words: number;
  readonly #base: Postings | undefined;
  readonly #first: number;
  readonly #ids = new Map<string, number>();
  readonly #index: Inverted;
  /** Words of the documents one after another, by number, and how many each document has. */
  readonly #occurrences: Uint32Array;
  readonly #ends: Uint32Array;

  /** The documents of `base`, which is not changed, and these behind them. */
  constructor(documents: readonly (readonly string[])[], base?: Postings) {
    this.#base = base;
    this.#first = base?.size ?? 0;
    this.size = this.#first + documents.length;
    const lengths = Uint32Array.from(documents, ({ length }) => length);
    let end = 0;
    this.#ends = lengths.map((length) => (end += length));
    this.#occurrences = this.#number(documents, end);
    this.words = (base?.words ?? 0) + this.#ids.size;
    this.#index = invert(this.#occurrences, lengths, this.words);
  }

  /** Number of the word; `undefined` where no document has it. */
  idOf(word: string): number | undefined {
    return this.#base?.idOf(word) ?? this.#ids.get(word);
  }

  /** Number of documents that have the word. */
  frequency(word: string): number {
    const id = this.idOf(word);
    return id === undefined ? 0 : this.frequencyOf(id);
  }

  frequencyOf(id: number): number {
    const { starts } = this.#index;
    const here = id < this.words ? starts[id + 1]! - starts[id]! : 0;
    return here + (this.#base?.frequencyOf(id) ?? 0);
  }

  /** Inverse document frequency, always positive. */
  rarity(word: string): number {
    return Math.log(1 + this.size / Math.max(1, this.frequency(word)));
  }

  visit(word: string, see: (place: number, count: number) => void): void {
    const id = this.idOf(word);
    if (id !== undefined) this.visitId(id, see);
  }

  visitId(id: number, see: (place: number, count: number) => void): void {
    this.#base?.visitId(id, see);
    if (id >= this.words) return;
    const { starts, documents, counts } = this.#index;
    const end = starts[id + 1]!;
    for (let entry = starts[id]!; entry < end; entry++) see(this.#first + documents[entry]!, counts[entry]!);
  }

  /** The words of a document by number, each as often as it occurs. */
  wordsOf(place: number): Uint32Array {
    if (place < this.#first) return this.#base!.wordsOf(place);
    const index = place - this.#first;
    return this.#occurrences.subarray(index === 0 ? 0 : this.#ends[index - 1]!, this.#ends[index]!);
  }

  /** How many words a document has, each as often as it occurs. */
  lengthOf(place: number): number {
    if (place < this.#first) return this.#base!.lengthOf(place);
    const index = place - this.#first;
    return this.#ends[index]! - (index === 0 ? 0 : this.#ends[index - 1]!);
  }

  /** New words get the next numbers. */
  #number(documents: readonly (readonly string[])[], length: number): Uint32Array {
    const known = this.#base?.words ?? 0;
    const numbered = new Uint32Array(length);
    let next = 0;
    for (const words of documents) {
      for (const word of words) {
        let id = this.idOf(word);
        if (id === undefined) {
          id = known + this.#ids.size;
          this.#ids.set(word, id);
        }
        numbered[next++] = id;
      }
    }
    return numbered;
  }
}
