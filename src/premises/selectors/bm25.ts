import type { PremiseQuery, RankedPremise } from '../../contracts/premises.ts';
import type { Premise } from '../../data/premise.ts';
import { Scores } from './scores.ts';
import { SparseSelector } from './sparse.ts';
import { WordReader, wordsOfName, wordsOfText } from './words.ts';

const saturation = 1.2;
const lengthShare = 0.75;
/** Words that more of the premises have are passed over: they cost most and tell least. */
const rareEnough = 0.2;

function wordsOf(): (premise: Premise) => readonly string[] {
  const reader = new WordReader();
  return ({ name, statement }) => [...wordsOfName(name), ...reader.read(statement)];
}

/** Okapi BM25 (Robertson and Zaragoza 2009) over the words of names and statements. */
export class Bm25Selector extends SparseSelector {
  readonly name = 'bm25';
  /** Words of each premise. */
  readonly #lengths: Uint32Array;
  readonly #mean: number;

  constructor(premises: readonly Premise[], base?: Bm25Selector) {
    super(premises, wordsOf(), base);
    this.#lengths = Uint32Array.from(this.premises, (_, place) => this.postings.lengthOf(place));
    this.#mean = this.#lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, this.#lengths.length);
  }

  rank(query: PremiseQuery, count: number): readonly RankedPremise[] {
    const scores = new Scores(this.premises.length);
    for (const word of new Set(wordsOfText(query.state))) {
      const frequency = this.postings.frequency(word);
      if (frequency === 0 || frequency > Math.max(1, rareEnough * this.postings.size)) continue;
      const rarity = Math.log(1 + (this.postings.size - frequency + 0.5) / (frequency + 0.5));
      this.postings.visit(word, (place, times) => {
        const norm = 1 - lengthShare + (lengthShare * this.#lengths[place]!) / this.#mean;
        scores.add(place, (rarity * times * (saturation + 1)) / (times + saturation * norm));
      });
    }
    return scores.top(this.premises, query, count);
  }
}
