import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** How often tactics were tried on states that were proved in the end, how often they led to a proof, and what they cost. */
const Count = z.object({ proved: z.number(), tried: z.number(), milliseconds: z.number() });
export type Count = z.infer<typeof Count>;

/** Counts by family, then by shape of the goal, then by place in the family (`places`). */
export const PriorTable = z.object({
  /** The command that fitted the table. */
  command: z.string(),
  /** How many training theorems it was fitted on, and how many of them were proved. */
  theorems: z.object({ tried: z.int(), proved: z.int() }),
  counts: z.record(z.string(), z.record(z.string(), z.array(Count))),
});
export type PriorTable = z.infer<typeof PriorTable>;

/** Places in a family that share a prior: the first, the second, the third and fourth, the rest. */
export const places = 4;
export const placeOf = (rank: number): number => (rank < 2 ? rank : rank < 4 ? 2 : 3);

/** Weight, in trials, of the coarser estimate that a finer one is drawn to. */
const strength = 6;
/** How strongly cost counts against a tactic: 0 not at all, 1 in proportion. */
const thrift = 0.35;

const none: Count = { proved: 0, tried: 0, milliseconds: 0 };

const add = (a: Count, b: Count): Count => ({
  proved: a.proved + b.proved,
  tried: a.tried + b.tried,
  milliseconds: a.milliseconds + b.milliseconds,
});

const shrink = ({ proved, tried }: Count, towards: number): number =>
  (proved + strength * towards) / (tried + strength);

/**
 * How much a tactic deserves to be tried: the chance that it leads to a proof, shrunk from (family, shape, place) over
 * (family, place) and the family to the mean of all, over a power of its mean cost.
 */
export class Priors {
  readonly #table: PriorTable;
  readonly #mean: number;
  readonly #families = new Map<string, { readonly all: Count; readonly byPlace: readonly Count[] }>();

  constructor(table: PriorTable) {
    this.#table = table;
    let everything = none;
    for (const [family, shapes] of Object.entries(table.counts)) {
      const byPlace = Array.from({ length: places }, (_, place) =>
        Object.values(shapes)
          .map((counts) => counts[place] ?? none)
          .reduce(add, none),
      );
      const all = byPlace.reduce(add, none);
      this.#families.set(family, { all, byPlace });
      everything = add(everything, all);
    }
    this.#mean = shrink(everything, 0.02);
  }

  weight(family: string, shape: string, rank: number, expected?: number): number {
    const all = this.#families.get(family)?.all ?? none;
    return this.chance(family, shape, rank, expected) / (1 + this.#cost(all)) ** thrift;
  }

  /**
   * The chance that a tactic leads to a proof, on a state that can be proved.
   *
   * @param expected what a family is shrunk to; by default the mean of all
   */
  chance(family: string, shape: string, rank: number, expected: number = this.#mean): number {
    const place = placeOf(rank);
    const known = this.#families.get(family);
    const ofFamily = shrink(known?.all ?? none, expected);
    const ofPlace = shrink(known?.byPlace[place] ?? none, ofFamily);
    return shrink(this.#table.counts[family]?.[shape]?.[place] ?? none, ofPlace);
  }

  /** Mean cost in units of 10 milliseconds. */
  #cost({ tried, milliseconds }: Count): number {
    return (milliseconds + 20) / (tried + 1) / 10;
  }
}

const file = new URL('../../../models/portfolio/priors.json', import.meta.url);

export const readPriors = (): PriorTable => PriorTable.parse(JSON.parse(readFileSync(file, 'utf8')));
