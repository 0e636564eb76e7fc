/** An inverted index: for each word the documents that have it, and how often each does. */
export interface Inverted {
  /** Where the entries of each word begin; one more than there are words. */
  readonly starts: Uint32Array;
  /** Documents, counted from 0, rising within a word. */
  readonly documents: Uint32Array;
  readonly counts: Uint16Array;
}

/** @param occurrences the words of all documents one after another, by number; of each document `lengths` of them */
export function invert(occurrences: Uint32Array, lengths: Uint32Array, words: number): Inverted {
  const starts = new Uint32Array(words + 1);
  // Document, counted from 1, in which a word was seen last.
  const seen = new Uint32Array(words);
  eachOccurrence(occurrences, lengths, (word, document) => {
    if (seen[word] === document + 1) return;
    seen[word] = document + 1;
    starts[word + 1]!++;
  });
  for (let word = 0; word < words; word++) starts[word + 1]! += starts[word]!;
  const documents = new Uint32Array(starts[words]!);
  const counts = new Uint16Array(starts[words]!);
  const ends = starts.slice(0, words);
  seen.fill(0);
  eachOccurrence(occurrences, lengths, (word, document) => {
    if (seen[word] !== document + 1) {
      seen[word] = document + 1;
      documents[ends[word]!++] = document;
    }
    counts[ends[word]! - 1]!++;
  });
  return { starts, documents, counts };
}

function eachOccurrence(
  occurrences: Uint32Array,
  lengths: Uint32Array,
  see: (word: number, document: number) => void,
): void {
  let next = 0;
  for (let document = 0; document < lengths.length; document++) {
    for (const end = next + lengths[document]!; next < end; next++) see(occurrences[next]!, document);
  }
}
