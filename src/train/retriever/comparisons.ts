import { deriveSeed } from '../../data/seed.ts';
import { uniform } from '../../generator/onnx/sampling/philox.ts';
import type { WordIds } from '../../premises/dense/words/vocabulary.ts';
import type { PremiseIndex } from '../../premises/index.ts';
import { shuffled } from '../dataset/packing.ts';
import type { PlannedBatch } from '../optimize.ts';
import { type ContrastiveBatch, passageBatch } from './contrastive.ts';
import { HardNegatives } from './hard-negatives.ts';
import type { TrainingLabel } from './labels.ts';

/** A label with its state as words. */
export interface EncodedLabel extends TrainingLabel {
  readonly words: WordIds;
}

export interface ComparisonOptions {
  /** States that are compared with the premises of one batch. */
  readonly batchStates: number;
  /** Hard negatives drawn for each state. */
  readonly hardNegatives: number;
  readonly seed: number;
}

/** How many labels are sorted by length at a time: enough for little padding, few enough to keep batches mixed. */
const windowSize = 1024;

const lengthOf = ({ words }: WordIds): number => words.length;

/** Puts states and premises together, so that each state is compared with premises that it does not use. */
export class Comparisons {
  readonly #index: PremiseIndex;
  readonly #wordsOf: (place: number) => WordIds;
  readonly #options: ComparisonOptions;
  readonly #hard: HardNegatives;
  readonly #reachable = new Map<string, ReadonlySet<string>>();

  /** @param wordsOf the premise at a place of the index */
  constructor(index: PremiseIndex, wordsOf: (place: number) => WordIds, options: ComparisonOptions) {
    this.#index = index;
    this.#wordsOf = wordsOf;
    this.#options = options;
    this.#hard = new HardNegatives(index.premises);
  }

  /** One pass over the labels, in another order and with other draws for each epoch. */
  batches(labels: readonly EncodedLabel[], epoch: number): readonly PlannedBatch<ContrastiveBatch>[] {
    const { batchStates, seed } = this.#options;
    const order = shuffled(labels, deriveSeed(seed, 'labels', epoch));
    const groups: EncodedLabel[][] = [];
    for (let start = 0; start < order.length; start += windowSize) {
      const window = order.slice(start, start + windowSize).toSorted((a, b) => lengthOf(a.words) - lengthOf(b.words));
      for (let from = 0; from < window.length; from += batchStates) groups.push(window.slice(from, from + batchStates));
    }
    const mixed = shuffled(groups, deriveSeed(seed, 'batches', epoch));
    return mixed.map((group) => this.#plan(group, epoch));
  }

  #plan(labels: readonly EncodedLabel[], epoch: number): PlannedBatch<ContrastiveBatch> {
    const positives: number[] = [];
    const columns = new Map<number, number>();
    const columnOf = (place: number): number => {
      if (!columns.has(place)) columns.set(place, columns.size);
      return columns.get(place)!;
    };
    for (const label of labels) {
      const key = deriveSeed(this.#options.seed, 'premises', epoch, label.theorem, label.line);
      const positive = label.positives[Math.floor(uniform(key, 0, 0) * label.positives.length)]!;
      positives.push(columnOf(positive));
      const isNegative = this.#negativesOf(label);
      const isAccessible = this.#accessibleTo(label);
      const mayBe = (place: number) => isNegative(place) && isAccessible(place);
      for (const place of this.#hard.draw(positive, this.#options.hardNegatives, key, mayBe)) columnOf(place);
    }
    const places = [...columns.keys()];
    const states = labels.map(({ words }) => words);
    const premises = places.map(this.#wordsOf);
    const tokens = [...states, ...premises].reduce((sum, passage) => sum + lengthOf(passage), 0);
    return {
      targets: labels.length,
      tokens,
      places: labels.map(({ file, line }) => ({ file, line })),
      make: () => ({
        states: passageBatch(states),
        premises: passageBatch(premises),
        positives: BigInt64Array.from(positives, BigInt),
        masked: this.#mask(labels, positives, places),
      }),
    };
  }

  #mask(labels: readonly EncodedLabel[], positives: readonly number[], places: readonly number[]): Uint8Array {
    const masked = new Uint8Array(labels.length * places.length);
    for (const [row, label] of labels.entries()) {
      const isNegative = this.#negativesOf(label);
      for (const [column, place] of places.entries()) {
        if (column !== positives[row] && !isNegative(place)) masked[row * places.length + column] = 1;
      }
    }
    return masked;
  }

  /**
   * No negatives are: the other premises of a proof, whatever states the same as one of them, and the theorem itself,
   * which another proof of the batch may use.
   */
  #negativesOf({ positives, theorem }: EncodedLabel): (place: number) => boolean {
    const used = new Set(positives);
    const { premises } = this.#index;
    const statements = new Set(positives.map((place) => premises[place]!.statement).filter((text) => text !== ''));
    return (place) => {
      const { name, statement } = premises[place]!;
      return name !== theorem && !used.has(place) && !statements.has(statement);
    };
  }

  /** What the module of a theorem imports, and what stands above it. */
  #accessibleTo({ theorem, module }: EncodedLabel): (place: number) => boolean {
    if (!this.#reachable.has(module)) this.#reachable.set(module, this.#index.reachable([module]));
    const modules = this.#reachable.get(module)!;
    const line = this.#index.get(theorem)?.position?.[0] ?? 0;
    return (place) => {
      const premise = this.#index.premises[place]!;
      return premise.module === module ? (premise.position?.[0] ?? 0) < line : modules.has(premise.module);
    };
  }
}
