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
  readonly #latest = new Map<GraphNode<S>, number>();
  #order = 0;

  /** Nodes waiting. */
  get size(): number {
    return this.#latest.size;
  }

  add(node: GraphNode<S>, score: number): void {
    const order = this.#order++;
    this.#latest.set(node, order);
    this.#heap.push({ node, score, order });
  }

  /** Takes the best node away. */
  take(): GraphNode<S> | undefined {
    for (let entry = this.#heap.pop(); entry !== undefined; entry = this.#heap.pop()) {
      if (this.#latest.get(entry.node) !== entry.order) continue;
      this.#latest.delete(entry.node);
      return entry.node;
    }
    return undefined;
  }
}
