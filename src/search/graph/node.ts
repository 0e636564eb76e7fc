import type { Goal } from '../../data/goal.ts';
import type { Offers } from './offers.ts';
import type { Status } from './status.ts';

/** A way from the start to a state. */
export interface Path {
  /** Sum of the log-probabilities of the tactics along the path; at most 0. */
  readonly logProbability: number;
  /** Number of tactics along the path. */
  readonly depth: number;
  /** Sum of their prices. */
  readonly effort: number;
}

/** An OR node: a state. Only the rooms of `graph/` and the agenda change it. */
export interface GraphNode<S> {
  /** Index in the graph's list of nodes. */
  readonly id: number;
  readonly key: string;
  readonly goals: readonly Goal[];
  /** Absent once the environment has it back. */
  state: S | undefined;
  status: Status;
  /** All that the generators have for it has been checked: no further edges will come. */
  exhausted: boolean;
  /** Known not to matter for the start: see `liveness.ts`. */
  dormant: boolean;
  /** Which entry of the frontier counts for it, if any. */
  queued: number | undefined;
  /** Scratch mark of the latest walk that came by. */
  visited: number;
  /** Of the best path found from the start, as are `depth` and `effort`. */
  logProbability: number;
  depth: number;
  effort: number;
  edges: readonly GraphEdge<S>[];
  /** Edges that leave this node, one entry for each time that they do. */
  parents: readonly GraphEdge<S>[];
  /** How many of `edges` are open. */
  openEdges: number;
  /** What may be tried on it; absent until the generators are asked for the first time, and once nothing will be tried. */
  offers: Offers | undefined;
}

/** A tactic with what the search knew of it when it was tried. */
export interface Step {
  readonly tactic: string;
  readonly logProbability: number;
  /** What a check of it was taken to cost; the unit is the scorer's. */
  readonly price: number;
}

/** An AND edge: a tactic tried on `from`, and the nodes that it leaves. The start is an edge from nowhere. */
export interface GraphEdge<S> extends Step {
  readonly from: GraphNode<S> | undefined;
  readonly targets: readonly GraphNode<S>[];
  /** For each target the indices of its goals in the list that the tactic left; absent where they simply follow. */
  readonly positions: readonly (readonly number[])[] | undefined;
  status: Status;
  /** How many of `targets` are not proved. */
  pending: number;
}
