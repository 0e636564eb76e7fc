/** Two symbols that become one. */
export type Merge = readonly [left: string, right: string];

interface Word {
  symbols: string[];
  readonly count: number;
}

const keyOf = (left: string, right: string): string => `${left} ${right}`;

/**
 * Byte-pair encoding (Sennrich, Haddow and Birch 2016): again and again the most frequent pair of neighbouring symbols
 * within words becomes a symbol, until there are `size` merges or no pair occurs `minimum` times. Ties go to the pair
 * that comes first in code unit order, so that the result does not depend on the order of the words.
 */
export function learnMerges(words: ReadonlyMap<string, number>, size: number, minimum = 2): Merge[] {
  const corpus: Word[] = Array.from(words, ([word, count]) => ({ symbols: Array.from(word), count }));
  const counts = new Map<string, number>();
  /** Where a pair occurs or did: words may be listed that no longer hold it. */
  const places = new Map<string, Set<Word>>();
  const tally = (word: Word, sign: 1 | -1): void => {
    for (let i = 0; i + 1 < word.symbols.length; i++) {
      const key = keyOf(word.symbols[i]!, word.symbols[i + 1]!);
      counts.set(key, (counts.get(key) ?? 0) + sign * word.count);
      if (sign < 0) continue;
      const holders = places.get(key);
      if (holders) holders.add(word);
      else places.set(key, new Set([word]));
    }
  };
  for (const word of corpus) tally(word, 1);

  const merges: Merge[] = [];
  while (merges.length < size) {
    const best = mostFrequent(counts);
    if (best === undefined || counts.get(best)! < minimum) break;
    const [left, right] = best.split(' ') as [string, string];
    merges.push([left, right]);
    for (const word of places.get(best)!) {
      tally(word, -1);
      word.symbols = joined(word.symbols, left, right);
      tally(word, 1);
    }
    counts.delete(best);
    places.delete(best);
  }
  return merges;
}

function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const [key, count] of counts) {
    if (count > most || (count === most && best !== undefined && key < best)) [best, most] = [key, count];
  }
  return best;
}

/** The symbols with every occurrence of the pair as one, from left to right. */
export function joined(symbols: readonly string[], left: string, right: string): string[] {
  const result: string[] = [];
  for (let i = 0; i < symbols.length; i++) {
    if (symbols[i] === left && symbols[i + 1] === right) {
      result.push(left + right);
      i++;
    } else result.push(symbols[i]!);
  }
  return result;
}
