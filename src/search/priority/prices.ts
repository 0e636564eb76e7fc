import type { EffortMeasure } from './scorer.ts';

/** Weight, in checks, of what checks cost on average against what those of one family cost. */
const strength = 1;
/** What a check is taken to cost before the first one has come back, in milliseconds. */
const firstGuess = 10;
/** No check is cheaper, in milliseconds: the way to Lean and back. */
const least = 0.2;

interface Bill {
  checks: number;
  milliseconds: number;
}

/** What a check of a tactic is expected to cost, by family, learned as the checks come back. */
export class Prices {
  readonly #measure: EffortMeasure;
  readonly #all: Bill = { checks: 1, milliseconds: firstGuess };
  readonly #families = new Map<string, Bill>();

  constructor(measure: EffortMeasure) {
    this.#measure = measure;
  }

  /** In milliseconds where time is what counts, else 1. */
  of(family: string | undefined): number {
    if (this.#measure !== 'time') return 1;
    const mean = this.#all.milliseconds / this.#all.checks;
    const bill = this.#families.get(family ?? '');
    if (bill === undefined) return Math.max(least, mean);
    return Math.max(least, (bill.milliseconds + strength * mean) / (bill.checks + strength));
  }

  /** Nothing costs less. */
  get least(): number {
    return this.#measure === 'time' ? least : 1;
  }

  learn(family: string | undefined, micros: number): void {
    if (this.#measure !== 'time') return;
    const bill = this.#families.get(family ?? '') ?? { checks: 0, milliseconds: 0 };
    this.#families.set(family ?? '', bill);
    for (const each of [bill, this.#all]) {
      each.checks++;
      each.milliseconds += micros / 1000;
    }
  }
}
