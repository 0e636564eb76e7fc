/**
 * The words of a command line with what stands behind `--` where yargs reads it: it takes no word from there for a
 * positional of a command. It goes before the first option, since an option with several values would swallow it; a
 * path that begins with a dash is written as the same path from here.
 */
export function operandsInPlace(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  if (end < 0) return [...words];
  const before = words.slice(0, end);
  const operands = words.slice(end + 1).map((word) => (word.startsWith('-') ? `./${word}` : word));
  const option = before.findIndex((word) => word.startsWith('-'));
  return before.toSpliced(option < 0 ? before.length : option, 0, ...operands);
}
