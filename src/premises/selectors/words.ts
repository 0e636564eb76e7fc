/** Parts of printed Lean: names with their dots, numbers, and symbols by themselves. */
const parts = /[\p{L}_][\p{L}\p{N}_'!?₀-₉]*(?:\.[\p{L}_][\p{L}\p{N}_'!?₀-₉]*)*|\p{N}+|[^\s\p{L}\p{N}_(){}[\],.:]+/gu;

/** `x`, `α`, `h₁`, `l'`, `xs`: names of variables, which say nothing. */
const isVariable = (word: string): boolean => /^\p{L}{1,2}[₀-₉\p{N}'✝]*$/u.test(word);

/** The words of a name: `List.length_append` has `list`, `length`, `append`. */
export const wordsOfName = (name: string): readonly string[] =>
  name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !isVariable(word));

/** The words of a printed statement or goal: names as they are and taken apart, numbers, symbols. */
export const wordsOfText = (text: string): readonly string[] => new WordReader().read(text);

/** Reads texts that have most of their parts in common: takes each part apart once. */
export class WordReader {
  readonly #known = new Map<string, readonly string[]>();

  read(text: string): readonly string[] {
    const words: string[] = [];
    for (const part of text.match(parts) ?? []) {
      const own = this.#known.get(part) ?? wordsOfPart(part);
      this.#known.set(part, own);
      for (const word of own) words.push(word);
    }
    return words;
  }
}

function wordsOfPart(part: string): readonly string[] {
  if (!/^[\p{L}_]/u.test(part)) return [part];
  if (isVariable(part)) return [];
  const words = wordsOfName(part);
  return words.length === 1 && words[0] === part ? words : [part, ...words];
}
