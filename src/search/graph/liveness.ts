import type { ChangeLog } from './changes.ts';
import { moveToFront } from './list.ts';
import type { GraphEdge, GraphNode } from './node.ts';

/**
 * A node matters while some chain of open edges and open nodes leads from the start to it. What stops mattering (an
 * ancestor was proved in another way, or a sibling failed) is found out when the node comes up for expansion: a walk
 * upward that does not reach the start marks all that it saw as dormant, so that no later walk goes there again.
 *
 * Invariant: no open edge leads from a node that is open and not dormant to a dormant one. A new edge that would break
 * it wakes what is below. Each wake-up is paid for by the walk that set the mark.
 *
 * The first parents of nodes are where a walk looks first. A walk that had to leave them lays the way that it found
 * down as first parents, for all that is below to use. First parents always lead to the start: they do so by the way in
 * which nodes are found, and a way laid down leads there as a whole.
 */
export function isLive<S>(graph: { walk: number }, node: GraphNode<S>): boolean {
  if (node.dormant) return false;
  if (isOpenByFirstParents(node)) return true;
  const walk = ++graph.walk;
  node.visited = walk;
  const steps: Step<S>[] = [{ node, below: undefined }];
  for (const step of steps) {
    for (const edge of step.node.parents) {
      if (edge.status !== 'open') continue;
      const source = edge.from;
      if (source === undefined) {
        layDown(step, edge);
        return true;
      }
      if (source.status !== 'open' || source.dormant || source.visited === walk) continue;
      source.visited = walk;
      steps.push({ node: source, below: { step, edge } });
    }
  }
  for (const step of steps) step.node.dormant = true;
  return false;
}

/** A node on a walk upward, and how it was reached: the edge that leads from it to the step below. */
interface Step<S> {
  readonly node: GraphNode<S>;
  readonly below: { readonly step: Step<S>; readonly edge: GraphEdge<S> } | undefined;
}

function isOpenByFirstParents<S>(node: GraphNode<S>): boolean {
  for (let current = node; ; ) {
    const [edge] = current.parents;
    if (edge?.status !== 'open') return false;
    if (edge.from === undefined) return true;
    current = edge.from;
    if (current.status !== 'open' || current.dormant) return false;
  }
}

/** Makes the way from the start, which ends with an edge to the highest step, the way of first parents. */
function layDown<S>(highest: Step<S>, last: GraphEdge<S>): void {
  moveToFront(highest.node.parents, last);
  for (let { below } = highest; below !== undefined; { below } = below.step) {
    moveToFront(below.step.node.parents, below.edge);
  }
}

/** Makes a dormant node matter again, with all that is below it. */
export function wake<S>(node: GraphNode<S>, changes: ChangeLog<S>): void {
  const work = [node];
  for (let current = work.pop(); current !== undefined; current = work.pop()) {
    if (!current.dormant) continue;
    current.dormant = false;
    changes.ready.push(current);
    for (const edge of current.edges) {
      if (edge.status === 'open') work.push(...edge.targets);
    }
  }
}
