import type { OpenState } from '../../contracts/environment.ts';
import { goalPositions } from '../proof/positions.ts';
import { type ChangeLog, type Changes, noChanges } from './changes.ts';
import { compactKey } from './key.ts';
import { KeyIndex } from './key-index.ts';
import { append, emptyList } from './list.ts';
import { wake } from './liveness.ts';
import type { GraphEdge, GraphNode, Path, Step } from './node.ts';
import { propagate } from './propagation.ts';

/** What became of a tactic that left states. */
export interface AddedEdge<S> {
  /** Absent where the tactic left its own state among others, which proves nothing. */
  readonly edge: GraphEdge<S> | undefined;
  /** States of the outcome that are not the state of a new node. */
  readonly surplus: readonly S[];
  readonly changes: Changes<S>;
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

  constructor(roots: readonly OpenState<S>[]) {
    this.root = this.#link(undefined, { tactic: '', logProbability: 0, price: 0 }, roots, {
      surplus: [],
      changes: noChanges(),
    });
  }

  /** All nodes; each has its place in the list for its `id`. */
  get nodes(): readonly GraphNode<S>[] {
    return this.#index.items;
  }

  /** Adds the edge that a tactic makes. The node must not have failed. */
  extend(node: GraphNode<S>, step: Step, states: readonly OpenState<S>[]): AddedEdge<S> {
    const surplus: S[] = [];
    const changes = noChanges<S>();
    if (states.some((state) => compactKey(state.key) === node.key)) {
      return { edge: undefined, surplus: states.map((state) => state.state), changes };
    }
    const { logProbability, price } = step;
    const edge = this.#link(node, { tactic: this.#intern(step.tactic), logProbability, price }, states, {
      surplus,
      changes,
    });
    node.edges = append(node.edges, edge);
    if (edge.status === 'open') node.openEdges++;
    this.edgeCount++;
    if (edge.status === 'proved' && node.status === 'open') propagate(node, 'proved', changes);
    return { edge, surplus, changes };
  }

  /** No further edges will come from the node. */
  exhaust(node: GraphNode<S>): Changes<S> {
    const changes = noChanges<S>();
    node.exhausted = true;
    if (node.status === 'open' && node.openEdges === 0) propagate(node, 'failed', changes);
    return changes;
  }

  #link(
    from: GraphNode<S> | undefined,
    step: Step,
    states: readonly OpenState<S>[],
    noted: { readonly surplus: S[]; readonly changes: ChangeLog<S> },
  ): GraphEdge<S> {
    const path: Path = {
      logProbability: (from?.logProbability ?? 0) + step.logProbability,
      depth: from ? from.depth + 1 : 0,
      effort: (from?.effort ?? 0) + step.price,
    };
    const edge: GraphEdge<S> = {
      from,
      tactic: step.tactic,
      logProbability: step.logProbability,
      price: step.price,
      targets: states.map((state) => this.#nodeFor(state, path, noted)),
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
      if (target.parents.length > 1) this.#relax(target, path, noted.changes);
      if (edge.status === 'open' && !from?.dormant) wake(target, noted.changes);
    }
    return edge;
  }

  #nodeFor(
    state: OpenState<S>,
    { logProbability, depth, effort }: Path,
    { surplus, changes }: { readonly surplus: S[]; readonly changes: ChangeLog<S> },
  ): GraphNode<S> {
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
      exhausted: false,
      dormant: false,
      queued: undefined,
      visited: 0,
      logProbability,
      depth,
      effort,
      edges: emptyList(),
      parents: emptyList(),
      openEdges: 0,
      offers: undefined,
    };
    this.#index.add(node);
    changes.ready.push(node);
    return node;
  }

  /** A better path to a node is a better path to all that lies below it. */
  #relax(node: GraphNode<S>, path: Path, changes: ChangeLog<S>): void {
    const work = [{ node, path }];
    for (let item = work.pop(); item !== undefined; item = work.pop()) {
      const { node, path } = item;
      if (path.logProbability <= node.logProbability) continue;
      Object.assign(node, path);
      changes.ready.push(node);
      for (const edge of node.edges) {
        const below: Path = {
          logProbability: path.logProbability + edge.logProbability,
          depth: path.depth + 1,
          effort: path.effort + edge.price,
        };
        for (const target of edge.targets) work.push({ node: target, path: below });
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
