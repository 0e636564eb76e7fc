import { WordReader, wordsOfName } from '../../selectors/words.ts';
import { colonOf } from '../../structure/conclusion.ts';
import type { Passage } from '../passage.ts';

/** Where a word stands: in each place it may count otherwise. The order is that of a model's weights. */
export const fields = [
  'target',
  'goal-constant',
  'hypothesis',
  'name',
  'conclusion',
  'constant',
  'binder',
  'itself',
] as const;
export type Field = (typeof fields)[number];

/** A word of a passage, and where it stands. */
export type Feature = readonly [word: string, field: Field];

/** The word that stands for a premise itself, and for no other. */
export const ownWord = (name: string): string => `=${name}`;
export const isOwnWord = (word: string): boolean => /^=[\p{L}_«]/u.test(word);

/** Longer passages lose what stands last: hypotheses and binders. */
const most = 160;

/** Reads passages as bags of words: whole names and their parts, numbers, symbols, constants, the head of the conclusion. */
export class FeatureReader {
  readonly #words = new WordReader();

  read(passage: Passage): readonly Feature[] {
    const features = new Map<string, Feature>();
    const add = (words: readonly string[], field: Field): void => {
      for (const word of words) features.set(`${field} ${word}`, [word, field]);
    };
    const { constants, head, text } = passage;
    const headWord = head === '' ? [] : [`⊢${head}`];
    if (passage.kind === 'state') {
      const turnstile = text.lastIndexOf('⊢');
      add([...headWord, ...this.#words.read(text.slice(turnstile + 1))], 'target');
      add(constants, 'goal-constant');
      add(this.#words.read(text.slice(0, Math.max(0, turnstile))), 'hypothesis');
    } else {
      const colon = colonOf(text);
      add(wordsOfName(passage.name), 'name');
      add([ownWord(passage.name)], 'itself');
      add([...headWord, ...this.#words.read(text.slice(colon + 1))], 'conclusion');
      add(constants, 'constant');
      add(this.#words.read(text.slice(0, Math.max(0, colon))), 'binder');
    }
    return [...features.values()].slice(0, most);
  }
}
