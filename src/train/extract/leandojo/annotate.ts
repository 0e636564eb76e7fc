/** A tactic with LeanDojo's marks: `rw [<a>Nat.add_comm</a>]`, and in the order of the marks what they name. */
const identifier = /(?:«[^»]+»|[\p{L}_][\p{L}\p{N}_'!?₀-₉]*)(?:\.(?:«[^»]+»|[\p{L}_][\p{L}\p{N}_'!?₀-₉]*))*/gu;

export interface Annotated<T> {
  readonly text: string;
  readonly marked: readonly T[];
}

/**
 * Marks the identifiers of a tactic that name one of the premises: by its full name, or by what is left of it in an open
 * namespace, with a projection behind it or not. Where several could be meant, it is the one that agrees longest.
 */
export function annotate<T extends { readonly name: string }>(tactic: string, premises: readonly T[]): Annotated<T> {
  const marked: T[] = [];
  const text = tactic.replaceAll(identifier, (word) => {
    const parts = word.replace(/^_root_\./, '').split('.');
    for (let length = parts.length; length > 0; length--) {
      const written = parts.slice(0, length).join('.');
      const premise =
        premises.find(({ name }) => name === written) ?? premises.find(({ name }) => name.endsWith(`.${written}`));
      if (premise === undefined) continue;
      marked.push(premise);
      const head = word.slice(0, word.length - parts.slice(length).join('.').length - (length < parts.length ? 1 : 0));
      return `<a>${head}</a>${word.slice(head.length)}`;
    }
    return word;
  });
  return { text, marked };
}
