import type { ChangeLog } from './changes.ts';
import type { GraphEdge, GraphNode } from './node.ts';
import type { Status } from './status.ts';

type Settled = Exclude<Status, 'open'>;

/**
 * Settles an open node and all that follows from it, upward. Only finite derivations are followed, so statuses stay the
 * least fixed points of `status.ts`, cycles or not. Each edge is looked at once for every target of it that settles.
 */
export function propagate<S>(node: GraphNode<S>, status: Settled, changes: ChangeLog<S>): void {
  node.status = status;
  const work = [node];
  for (let settled = work.pop(); settled !== undefined; settled = work.pop()) {
    changes.settled.push(settled);
    for (const edge of settled.parents) {
      const source = settleEdge(edge, settled.status === 'proved');
      if (source !== undefined) work.push(source);
    }
  }
}

/** Tells an edge that a target of it has settled; gives the source of the edge if that settles it too. */
function settleEdge<S>(edge: GraphEdge<S>, proved: boolean): GraphNode<S> | undefined {
  if (edge.status !== 'open') return undefined;
  if (proved && --edge.pending > 0) return undefined;
  edge.status = proved ? 'proved' : 'failed';
  const source = edge.from;
  if (source === undefined) return undefined;
  source.openEdges--;
  if (source.status !== 'open') return undefined;
  if (!proved && !(source.exhausted && source.openEdges === 0)) return undefined;
  source.status = edge.status;
  return source;
}
