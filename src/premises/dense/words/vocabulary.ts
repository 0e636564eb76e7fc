import { type Feature, fields, isOwnWord } from './features.ts';

/** A passage as a model reads it: numbers of words, and of the fields in which they stand, side by side. */
export interface WordIds {
  readonly words: readonly number[];
  readonly fields: readonly number[];
}

/** Word 0 fills up rows. */
export const padding = 0;

const fieldIds = new Map(fields.map((field, id) => [field, id]));

/**
 * Numbers of words: those that are known, and behind them a few that words share by their hashes which are not, so that
 * a name of a project that no training has seen is still found by whoever speaks of it.
 */
export class WordVocabulary {
  readonly words: readonly string[];
  readonly buckets: number;
  /** All numbers are below it. */
  readonly size: number;
  readonly #ids: ReadonlyMap<string, number>;

  constructor(words: readonly string[], buckets: number) {
    this.words = words;
    this.buckets = buckets;
    this.size = 1 + words.length + buckets;
    this.#ids = new Map(words.map((word, place) => [word, 1 + place]));
  }

  encode(features: readonly Feature[]): WordIds {
    const words: number[] = [];
    const places: number[] = [];
    for (const [word, field] of features) {
      const id = this.#ids.get(word) ?? (isOwnWord(word) ? undefined : this.#bucketOf(word));
      if (id === undefined) continue;
      words.push(id);
      places.push(fieldIds.get(field)!);
    }
    return { words, fields: places };
  }

  #bucketOf(word: string): number | undefined {
    return this.buckets === 0 ? undefined : 1 + this.words.length + (hashOf(word) % this.buckets);
  }
}

/** FNV-1a (Fowler, Noll and Vo) over the UTF-16 units of a word. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < word.length; place++) hash = Math.imul(hash ^ word.charCodeAt(place), 0x01000193);
  return hash >>> 0;
}
