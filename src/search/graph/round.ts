import type { ProofGraph } from './graph.ts';
import type { GraphEdge } from './node.ts';
import { propagate } from './propagation.ts';
import { all } from './status.ts';

const unheard = { settled: () => {} };

/**
 * Starts another round: every node for which the generator may have more to offer waits to be expanded again, and
 * failures are derived anew from the nodes that stay without hope. What is proved stays proved. Takes time linear in
 * the graph. Gives the number of nodes that wait again because of it.
 */
export function reopenNodes<S>(graph: ProofGraph<S>): number {
  let reopened = 0;
  for (const node of graph.nodes) {
    if (node.status === 'proved') continue;
    node.status = 'open';
    node.dormant = false;
    if (node.tried === undefined) continue;
    node.phase = 'waiting';
    reopened++;
  }
  reopenEdge(graph.root);
  for (const node of graph.nodes) {
    for (const edge of node.edges) reopenEdge(edge);
    node.openEdges = node.edges.filter((edge) => edge.status === 'open').length;
  }
  for (const node of graph.nodes) {
    const dead = node.status === 'open' && node.phase === 'expanded' && node.openEdges === 0;
    if (dead) propagate(node, 'failed', unheard);
  }
  return reopened;
}

function reopenEdge<S>(edge: GraphEdge<S>): void {
  const statuses = edge.targets.map((target) => target.status);
  edge.status = all(statuses);
  edge.pending = statuses.filter((status) => status !== 'proved').length;
}
