import type { OpenState } from '../../contracts/environment.ts';
import { goalPositions } from '../proof/positions.ts';
import { compactKey } from './key.ts';
import { KeyIndex } from './key-index.ts';
import { append, emptyList } from './list.ts';
import { wake } from './liveness.ts';
import type { GraphEdge, GraphNode } from './node.ts';
import { propagate } from './propagation.ts';

export interface GraphListener<S> {
  /** The node has become proved or failed. */
  settled(node: GraphNode<S>): void;
  /** The node is worth a place on the frontier: it is new, matters again, or has a better path. */
  ready(node: GraphNode<S>): void;
}

/** What became of a tactic that left states. */
export interface Extension<S> {
  /** Absent where the tactic left its own state among others, which proves nothing. */
  readonly edge: GraphEdge<S> | undefined;
  /** States of the outcome that are not the state of a new node. */
  readonly surplus: readonly S[];
}

/**
 * The AND/OR graph of a search. Equal states are one node, so the graph can have cycles.
 *
 * Statuses are kept up to date with every edge that is added: each edge is looked at once for every target of it that
 * settles. The best path to each node is kept likewise, by relaxation.
 */
export class ProofGraph<S> {
  readonly root: GraphEdge<S>;
  /** States that turned out to be a node already known. */
  transpositions = 0;
  edgeCount = 0;
  /** Number of the latest walk over the graph: a node marked with it has been seen by that walk. */
  walk = 0;
  readonly #index = new KeyIndex<GraphNode<S>>();
  readonly #tactics = new Map<string, string>();
  readonly #listener: GraphListener<S>;

  constructor(roots: readonly OpenState<S>[], listener: GraphListener<S>) {
    this.#listener = listener;
    this.root = this.#link(undefined, '', 0, roots, []);
  }

  /** All nodes; each has its place in the list for its `id`. */
  get nodes(): readonly GraphNode<S>[] {
    return this.#index.items;
  }

  /** Adds the edge that a tactic makes. The node must not have failed. */
  extend(node: GraphNode<S>, tactic: string, logProbability: number, states: readonly OpenState<S>[]): Extension<S> {
    if (states.some((state) => compactKey(state.key) === node.key)) {
      return { edge: undefined, surplus: states.map((state) => state.state) };
    }
    const surplus: S[] = [];
    const edge = this.#link(node, this.#intern(tactic), logProbability, states, surplus);
    node.edges = append(node.edges, edge);
    if (edge.status === 'open') node.openEdges++;
    this.edgeCount++;
    if (edge.status === 'proved' && node.status === 'open') propagate(node, 'proved', this.#listener);
    return { edge, surplus };
  }

  /** All candidates of the round have been checked. */
  finishExpansion(node: GraphNode<S>): void {
    node.phase = 'expanded';
    if (node.status === 'open' && node.openEdges === 0) propagate(node, 'failed', this.#listener);
  }

  #link(
    from: GraphNode<S> | undefined,
    tactic: string,
    logProbability: number,
    states: readonly OpenState<S>[],
    surplus: S[],
  ): GraphEdge<S> {
    const path = { logProbability: (from?.logProbability ?? 0) + logProbability, depth: from ? from.depth + 1 : 0 };
    const edge: GraphEdge<S> = {
      from,
      tactic,
      logProbability,
      targets: states.map((state) => this.#nodeFor(state, path, surplus)),
      positions: goalPositions(states),
      status: 'open',
      pending: 0,
    };
    for (const target of edge.targets) {
      target.parents = append(target.parents, edge);
      if (target.status !== 'proved') edge.pending++;
      if (target.status === 'failed') edge.status = 'failed';
    }
    if (edge.pending === 0) edge.status = 'proved';
    for (const target of edge.targets) {
      if (target.parents.length > 1) this.#relax(target, path.logProbability, path.depth);
      if (edge.status === 'open' && !from?.dormant) wake(target, this.#listener);
    }
    return edge;
  }

  #nodeFor(state: OpenState<S>, path: { logProbability: number; depth: number }, surplus: S[]): GraphNode<S> {
    const key = compactKey(state.key);
    const known = this.#index.get(key);
    if (known !== undefined) {
      this.transpositions++;
      surplus.push(state.state);
      return known;
    }
    const node: GraphNode<S> = {
      id: this.nodes.length,
      key,
      goals: state.goals,
      state: state.state,
      status: 'open',
      phase: 'waiting',
      dormant: false,
      queued: undefined,
      visited: 0,
      logProbability: path.logProbability,
      depth: path.depth,
      edges: emptyList(),
      parents: emptyList(),
      openEdges: 0,
      tried: undefined,
    };
    this.#index.add(node);
    this.#listener.ready(node);
    return node;
  }

  /** A better path to a node is a better path to all that lies below it. */
  #relax(node: GraphNode<S>, logProbability: number, depth: number): void {
    const work: { node: GraphNode<S>; logProbability: number; depth: number }[] = [{ node, logProbability, depth }];
    for (let item = work.pop(); item !== undefined; item = work.pop()) {
      const { node, logProbability, depth } = item;
      if (logProbability <= node.logProbability) continue;
      node.logProbability = logProbability;
      node.depth = depth;
      this.#listener.ready(node);
      for (const edge of node.edges) {
        const below = logProbability + edge.logProbability;
        for (const target of edge.targets) work.push({ node: target, logProbability: below, depth: depth + 1 });
      }
    }
  }

  /** One copy of each tactic, however many generator answers it came in. */
  #intern(tactic: string): string {
    const known = this.#tactics.get(tactic);
    if (known !== undefined) return known;
    this.#tactics.set(tactic, tactic);
    return tactic;
  }
}
