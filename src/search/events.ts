import type { Budgets } from '../contracts/budget.ts';
import type { Script } from '../contracts/script.ts';
import type { Goal } from '../data/goal.ts';
import type { Status } from './graph/status.ts';
import type { SearchOptions } from './options.ts';
import type { SearchResult } from './result.ts';
import type { OutcomeName } from './stats.ts';

/**
 * All that happens in a search, in order. Progress bars, traces, datasets and views are listeners to this stream; they
 * are called synchronously and may keep what they are given. Nodes are named by small integers, in order of discovery.
 */
export type SearchEvent =
  | {
      readonly kind: 'search-started';
      readonly theorem: string;
      readonly generator: string;
      readonly seed: number;
      readonly options: SearchOptions;
      readonly budgets: Budgets;
      /** The nodes that must all be proved; a `node-added` for each follows. */
      readonly roots: number;
    }
  | {
      readonly kind: 'node-added';
      readonly node: number;
      readonly goals: readonly Goal[];
      readonly depth: number;
      /** Cumulative, along the path from the start. */
      readonly logProbability: number;
    }
  /** A source of candidates has answered about a node. */
  | {
      readonly kind: 'expanded';
      readonly node: number;
      /** How often that source had answered about the node before. */
      readonly question: number;
      /** New candidates, those already tried on the node left out. */
      readonly candidates: number;
      readonly tokens: number;
    }
  | {
      readonly kind: 'tactic-checked';
      readonly node: number;
      readonly tactic: string;
      readonly logProbability: number;
      readonly outcome: OutcomeName;
      /** What Lean says about an error. */
      readonly message?: string;
      /** Time in Lean, microseconds. */
      readonly micros: number;
      /** The nodes that it leaves, in the order of their first goals. */
      readonly targets: readonly number[];
    }
  | { readonly kind: 'status'; readonly node: number; readonly status: Status }
  | { readonly kind: 'proved'; readonly script: Script }
  | { readonly kind: 'finished'; readonly result: SearchResult };

export type SearchListener = (event: SearchEvent) => void;
