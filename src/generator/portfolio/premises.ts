import type { Goal } from '../../data/goal.ts';
import type { Premise } from './library.ts';
import { lastPart } from './own-constants.ts';

/** Constants that nearly every statement has: they say nothing about what a theorem is about. */
const rareEnough = 0.12;

export interface ScoredPremise {
  readonly premise: Premise;
  readonly score: number;
}

/**
 * Finds theorems by the constants that they share with a goal. A shared constant counts by its inverse document
 * frequency; constants of the theorem that the goal lacks count against it, more gently.
 */
export class PremiseIndex {
  readonly #premises: readonly Premise[];
  readonly #postings = new Map<string, number[]>();
  readonly #weights = new Map<string, number>();
  /** Sum of the weights of each theorem's constants. */
  readonly #totals: Float64Array;
  readonly #marks: Float64Array;

  constructor(premises: readonly Premise[]) {
    this.#premises = premises;
    this.#totals = new Float64Array(premises.length);
    this.#marks = new Float64Array(premises.length);
    for (const [index, { constants }] of premises.entries()) {
      for (const name of constants) {
        const posting = this.#postings.get(name);
        if (posting === undefined) this.#postings.set(name, [index]);
        else posting.push(index);
      }
    }
    for (const [name, posting] of this.#postings) {
      this.#weights.set(name, Math.log(1 + premises.length / posting.length));
    }
    for (const [index, { constants }] of premises.entries()) {
      this.#totals[index] = constants.reduce((sum, name) => sum + (this.#weights.get(name) ?? 0), 0);
    }
  }

  /** The theorems most likely to be of use for the goal, best first; `wanted` says which may be among them. */
  select(
    goal: Pick<Goal, 'constants' | 'head'>,
    most: number,
    wanted: (premise: Premise) => boolean,
  ): readonly ScoredPremise[] {
    const marks = this.#marks.fill(0);
    const touched: number[] = [];
    for (const name of goal.constants) {
      const posting = this.#postings.get(name) ?? [];
      if (posting.length > rareEnough * this.#premises.length) continue;
      const weight = this.#weights.get(name) ?? 0;
      for (const index of posting) {
        if (marks[index] === 0) touched.push(index);
        marks[index] = (marks[index] ?? 0) + weight;
      }
    }
    const scored: ScoredPremise[] = [];
    for (const index of touched) {
      const premise = this.#premises[index];
      if (premise === undefined || !wanted(premise)) continue;
      const shared = marks[index] ?? 0;
      const missing = Math.max(0, (this.#totals[index] ?? 0) - shared);
      const sameHead = premise.head === goal.head ? 1.3 : 1;
      scored.push({ premise, score: (sameHead * shared) / (shared + 0.7 * missing + 4) });
    }
    return scored.toSorted((a, b) => b.score - a.score).slice(0, most);
  }
}

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
