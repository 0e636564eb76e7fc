import { statementPassage } from '../../premises/dense/passage.ts';
import { type FeatureReader, isOwnWord, ownWord } from '../../premises/dense/words/features.ts';
import { WordVocabulary } from '../../premises/dense/words/vocabulary.ts';
import type { PremiseIndex } from '../../premises/index.ts';
import type { TrainingLabel } from './labels.ts';

/** Words that fewer statements have share numbers with others. */
const leastStatements = 2;
/** A premise that more proofs use has a word of its own. */
const leastUses = 2;
const buckets = 4096;

/** The words of a library, and how rare they are there. */
export interface LearnedVocabulary {
  readonly vocabulary: WordVocabulary;
  /** Of each word by its number, from 0 up to 1 for what only one statement has. */
  readonly rarities: readonly number[];
}

export function learnVocabulary(
  { premises }: PremiseIndex,
  labels: readonly TrainingLabel[],
  reader: FeatureReader,
): LearnedVocabulary {
  const statements = new Map<string, number>();
  for (const premise of premises) {
    const words = new Set(reader.read(statementPassage(premise)).map(([word]) => word));
    for (const word of words) if (!isOwnWord(word)) statements.set(word, (statements.get(word) ?? 0) + 1);
  }
  const uses = new Map<string, number>();
  for (const place of labels.flatMap(({ positives }) => positives)) {
    const word = ownWord(premises[place]!.name);
    uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  const known = [
    ...[...statements].filter(([, count]) => count >= leastStatements).toSorted(byName),
    ...[...uses].filter(([, count]) => count >= leastUses).toSorted(byName),
  ];
  const vocabulary = new WordVocabulary(
    known.map(([word]) => word),
    buckets,
  );
  const count = premises.length;
  const rarest = rarityOf(1, count);
  const rarities = new Array<number>(vocabulary.size).fill(1);
  for (const [place, [word]] of known.entries()) {
    rarities[1 + place] = rarityOf(statements.get(word) ?? 1, count) / rarest;
  }
  return { vocabulary, rarities };
}

const byName = ([a]: readonly [string, number], [b]: readonly [string, number]): number => (a < b ? -1 : 1);

/** Inverse document frequency as Okapi BM25 has it. */
const rarityOf = (frequency: number, count: number): number =>
  Math.log(1 + (count - frequency + 0.5) / (frequency + 0.5));
