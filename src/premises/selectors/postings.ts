/** In which documents a word occurs, and how often. Documents are known by their places, from 0. */
export class Postings {
  readonly size: number;
  readonly #base: Postings | undefined;
  readonly #lists = new Map<string, { readonly places: number[]; readonly counts: number[] }>();

  /** The documents of `base`, which is not changed, and these behind them. */
  constructor(documents: readonly (readonly string[])[], base?: Postings) {
    this.#base = base;
    const first = base?.size ?? 0;
    this.size = first + documents.length;
    for (const [index, words] of documents.entries()) this.#add(first + index, words);
  }

  /** Number of documents that have the word. */
  frequency(word: string): number {
    return (this.#lists.get(word)?.places.length ?? 0) + (this.#base?.frequency(word) ?? 0);
  }

  /** Inverse document frequency, always positive. */
  rarity(word: string): number {
    return Math.log(1 + this.size / Math.max(1, this.frequency(word)));
  }

  visit(word: string, see: (place: number, count: number) => void): void {
    this.#base?.visit(word, see);
    const list = this.#lists.get(word);
    if (list === undefined) return;
    for (let index = 0; index < list.places.length; index++) see(list.places[index]!, list.counts[index]!);
  }

  #add(place: number, words: readonly string[]): void {
    for (const word of words) {
      const list = this.#lists.get(word);
      if (list === undefined) this.#lists.set(word, { places: [place], counts: [1] });
      else if (list.places.at(-1) === place) list.counts[list.counts.length - 1]! += 1;
      else {
        list.places.push(place);
        list.counts.push(1);
      }
    }
  }
}
