import type { Goal } from '../../data/goal.ts';
import type { Status } from './status.ts';

/**
 * Where a node stands between generator and Lean. `expanded` means that all candidates of this round have been checked:
 * no further edges will come, unless a later round opens the node again.
 */
export type Phase = 'waiting' | 'expanding' | 'expanded';

/** An OR node: a state. Only the graph changes it, but for what the frontier and the engine note on it. */
export interface GraphNode<S> {
  /** Index in the graph's list of nodes. */
  readonly id: number;
  readonly key: string;
  readonly goals: readonly Goal[];
  /** Absent once the environment has it back. */
  state: S | undefined;
  status: Status;
  phase: Phase;
  /** Known not to matter for the start: see `liveness.ts`. */
  dormant: boolean;
  /** Which entry of the frontier counts for it, if any. */
  queued: number | undefined;
  /** Scratch mark of the latest walk that came by. */
  visited: number;
  /** Of the best path found from the start. */
  logProbability: number;
  depth: number;
  edges: readonly GraphEdge<S>[];
  /** Edges that leave this node, one entry for each time that they do. */
  parents: readonly GraphEdge<S>[];
  /** How many of `edges` are open. */
  openEdges: number;
  /** Tactics checked so far, kept only where the generator may have more to offer. */
  tried: readonly string[] | undefined;
}

/** An AND edge: a tactic tried on `from`, and the nodes that it leaves. The start is an edge from nowhere. */
export interface GraphEdge<S> {
  readonly from: GraphNode<S> | undefined;
  readonly tactic: string;
  readonly logProbability: number;
  readonly targets: readonly GraphNode<S>[];
  /** For each target the indices of its goals in the list that the tactic left; absent where they simply follow. */
  readonly positions: readonly (readonly number[])[] | undefined;
  status: Status;
  /** How many of `targets` are not proved. */
  pending: number;
}
