import { lastPart } from './own-constants.ts';

/** Theorems of the file by how many parts of their names the goal's constants have; nearer ones first among equals. */
export function relatedByName(
  theorems: readonly string[],
  constants: readonly string[],
  most: number,
): readonly string[] {
  const words = new Set(constants.flatMap((name) => wordsOf(lastPart(name))));
  return theorems
    .map((name) => ({ name, shared: wordsOf(lastPart(name)).filter((word) => words.has(word)).length }))
    .toSorted((a, b) => b.shared - a.shared)
    .slice(0, most)
    .map(({ name }) => name);
}

const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1);
