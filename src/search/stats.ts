import type { TacticErrorKind, TacticOutcome } from '../contracts/environment.ts';
import type { ForeseenRefusal } from './foresight/foresight.ts';

export type OutcomeName = 'proved' | 'progress' | TacticErrorKind;

/** What a search did and where its time went. */
export interface SearchStats {
  /** Questions to sources of candidates, each about one node. */
  readonly expansions: number;
  /** Tactics given to Lean. */
  readonly checks: number;
  readonly tokens: number;
  readonly nodes: number;
  readonly edges: number;
  /** States that turned out to be a node already known. */
  readonly transpositions: number;
  /** Tactics that left the very state that they were tried on, among what they left. */
  readonly loops: number;
  /** Tactics that were not given to Lean, since it was known that it would refuse them; by reason. */
  readonly foreseen: Readonly<Record<ForeseenRefusal, number>>;
  /** Checked tactics by what Lean made of them. */
  readonly outcomes: Readonly<Record<OutcomeName, number>>;
  readonly seconds: {
    /** Wall-clock time from start to result. */
    readonly total: number;
    /** Wall-clock time during which the generator worked. */
    readonly model: number;
    /** Time inside Lean, summed over tactics: with several workers it can exceed `total`. */
    readonly lean: number;
    /** Time in the engine's own code: graph, frontier, bookkeeping, listeners. */
    readonly engine: number;
  };
}

export const noOutcomes = (): Record<OutcomeName, number> => ({
  proved: 0,
  progress: 0,
  parse: 0,
  elaboration: 0,
  timeout: 0,
  recursion: 0,
  forbidden: 0,
  unsolved: 0,
  crash: 0,
  cancelled: 0,
});

export const outcomeName = <S>(outcome: TacticOutcome<S>): OutcomeName =>
  outcome.kind === 'error' ? outcome.error : outcome.kind;
