import { Heap } from 'heap-js';
import type { GraphNode } from './node.ts';

interface Entry<S> {
  readonly node: GraphNode<S>;
  readonly score: number;
  /** Number of the insertion: of equal scores the one that came first goes first. */
  readonly order: number;
}

/**
 * All pairs of a state and a candidate that wait for a check, best score first. The heap holds one entry a state, for the
 * best of its pairs: the next one takes its place when that is taken. Ties go in the order of insertion. A state whose
 * score changes is simply added again: only its latest entry counts.
 */
export class Frontier<S> {
  readonly #heap = new Heap<Entry<S>>((a, b) => b.score - a.score || a.order - b.order);
  #order = 0;

  /** The score of the best entry; `-∞` without one. */
  get best(): number {
    for (let entry = this.#heap.peek(); entry !== undefined; entry = this.#heap.peek()) {
      if (entry.node.queued === entry.order) return entry.score;
      this.#heap.pop();
    }
    return Number.NEGATIVE_INFINITY;
  }

  add(node: GraphNode<S>, score: number): void {
    node.queued = this.#order++;
    this.#heap.add({ node, score, order: node.queued });
  }

  /** Takes the best state away. */
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
