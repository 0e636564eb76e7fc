import type { GraphNode } from './node.ts';

/** What one step changed in a graph, for its owner to act on. */
export interface Changes<S> {
  /** Nodes that have become proved or failed, in the order in which that followed. */
  readonly settled: readonly GraphNode<S>[];
  /** Nodes that are worth a place on the frontier: new, of matter again, or with a better path. A node may come twice. */
  readonly ready: readonly GraphNode<S>[];
}

/** Changes while they are being made. */
export interface ChangeLog<S> extends Changes<S> {
  readonly settled: GraphNode<S>[];
  readonly ready: GraphNode<S>[];
}

export const noChanges = <S>(): ChangeLog<S> => ({ settled: [], ready: [] });
