import type { Spent } from '../contracts/budget.ts';
import type { TacticOutcome } from '../contracts/environment.ts';
import type { Clock } from './clock.ts';
import type { ForeseenRefusal } from './foresight/foresight.ts';
import type { ProofGraph } from './graph/graph.ts';
import { noOutcomes, outcomeName, type SearchStats } from './stats.ts';

/** Most closers that a result names. */
const closersKept = 32;

/** Keeps the accounts of a search: what was spent, what came of it, where the time went. */
export class Accounts {
  expansions = 0;
  checks = 0;
  tokens = 0;
  loops = 0;
  readonly foreseen: Record<ForeseenRefusal, number> = {
    syntax: 0,
    'unknown-name': 0,
    'no-machinery': 0,
    'same-goal': 0,
  };
  readonly #outcomes = noOutcomes();
  readonly #closers = new Map<string, number>();
  readonly #clock: Clock;
  readonly #started: number;
  #leanMicros = 0;
  #modelMillis = 0;
  #engineMillis = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#started = clock.now();
  }

  /** Runs a piece of the engine's own work on the engine's account. */
  engine<T>(work: () => T): T {
    const before = this.#clock.now();
    try {
      return work();
    } finally {
      this.#engineMillis += this.#clock.now() - before;
    }
  }

  /** Waits for the generator on the generator's account. */
  async model<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#clock.now();
    try {
      return await work();
    } finally {
      this.#modelMillis += this.#clock.now() - before;
    }
  }

  outcome<S>(tactic: string, outcome: TacticOutcome<S>): void {
    this.#outcomes[outcomeName(outcome)]++;
    this.#leanMicros += outcome.micros;
    if (outcome.kind === 'proved') this.#closers.set(tactic, (this.#closers.get(tactic) ?? 0) + 1);
  }

  spent(): Spent {
    const { expansions, checks, tokens } = this;
    return { expansions, checks, tokens, seconds: (this.#clock.now() - this.#started) / 1000 };
  }

  closers(): readonly string[] {
    return [...this.#closers]
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, closersKept)
      .map(([tactic]) => tactic);
  }

  stats<S>(graph: ProofGraph<S>): SearchStats {
    const { expansions, checks, tokens, loops } = this;
    return {
      expansions,
      checks,
      tokens,
      nodes: graph.nodes.length,
      edges: graph.edgeCount,
      transpositions: graph.transpositions,
      loops,
      foreseen: { ...this.foreseen },
      outcomes: { ...this.#outcomes },
      seconds: {
        total: this.spent().seconds,
        model: this.#modelMillis / 1000,
        lean: this.#leanMicros / 1e6,
        engine: this.#engineMillis / 1000,
      },
    };
  }
}
