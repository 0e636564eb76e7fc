import { Heap } from 'heap-js';
import type { GraphNode } from './node.ts';

interface Entry<S> {
  readonly node: GraphNode<S>;
  readonly score: number;
  /** Number of the insertion: of equal scores the one that came first goes first. */
  readonly order: number;
}

/**
 * The nodes that wait for expansion, best score first, ties in the order of insertion. A node whose score changes is
 * simply added again: only its latest entry counts.
 */
export class Frontier<S> {
  readonly #heap = new Heap<Entry<S>>((a, b) => b.score - a.score || a.order - b.order);
  #order = 0;

  add(node: GraphNode<S>, score: number): void {
    node.queued = this.#order++;
    this.#heap.add({ node, score, order: node.queued });
  }

  /** Takes the best node away. */
  take(): GraphNode<S> | undefined {
    for (let entry = this.#heap.pop(); entry !== undefined; entry = this.#heap.pop()) {
      const { node, order } = entry;
      if (node.queued !== order) continue;
      node.queued = undefined;
      return node;
    }
    return undefined;
  }
}
