import type { GraphNode } from './node.ts';

/**
 * A node matters while some chain of open edges and open nodes leads from the start to it. What stops mattering (an
 * ancestor was proved in another way, or a sibling failed) is found out when the node comes up for expansion: a walk
 * upward that does not reach the start marks all that it saw as dormant, so that no later walk goes there again.
 *
 * Invariant: no open edge leads from a node that is open and not dormant to a dormant one. A new edge that would break
 * it wakes what is below. Each wake-up is paid for by the walk that set the mark.
 */
export function isRelevant<S>(graph: { walk: number }, node: GraphNode<S>): boolean {
  if (node.dormant) return false;
  if (isOpenAsFound(node)) return true;
  const walk = ++graph.walk;
  node.visited = walk;
  const seen = [node];
  const work = [node];
  for (let current = work.pop(); current !== undefined; current = work.pop()) {
    // The first parent goes on top: the ways by which nodes were found lead to the start, others may lead anywhere.
    for (let i = current.parents.length - 1; i >= 0; i--) {
      const edge = current.parents[i];
      if (edge?.status !== 'open') continue;
      const source = edge.from;
      if (source === undefined) return true;
      if (source.status !== 'open' || source.dormant || source.visited === walk) continue;
      source.visited = walk;
      seen.push(source);
      work.push(source);
    }
  }
  for (const dormant of seen) dormant.dormant = true;
  return false;
}

/** Is the way by which the node was found open all the way up? Nearly always it is, and it is quickly gone. */
function isOpenAsFound<S>(node: GraphNode<S>): boolean {
  for (let current = node; ; ) {
    const [edge] = current.parents;
    if (edge?.status !== 'open') return false;
    if (edge.from === undefined) return true;
    current = edge.from;
    if (current.status !== 'open' || current.dormant) return false;
  }
}

/** Makes a dormant node matter again, with all that is below it. */
export function wake<S>(node: GraphNode<S>, listener: { ready(node: GraphNode<S>): void }): void {
  const work = [node];
  for (let current = work.pop(); current !== undefined; current = work.pop()) {
    if (!current.dormant) continue;
    current.dormant = false;
    listener.ready(current);
    for (const edge of current.edges) {
      if (edge.status === 'open') work.push(...edge.targets);
    }
  }
}
