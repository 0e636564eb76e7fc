import type { ProofGraph } from './graph.ts';
import type { GraphEdge, GraphNode } from './node.ts';
import { all, any } from './status.ts';

/**
 * Everything that must hold of a graph between two changes, checked from scratch in time linear in the graph. Gives a
 * sentence for each violation.
 */
export function violations<S>(graph: ProofGraph<S>): readonly string[] {
  const found: string[] = [];
  const demand = (holds: boolean, sentence: () => string) => {
    if (!holds) found.push(sentence());
  };
  const { provable, hopeless } = leastFixedPoints(graph);
  const keys = new Set<string>();
  for (const [index, node] of graph.nodes.entries()) {
    const name = `node ${node.id}`;
    demand(node.id === index, () => `${name} is at place ${index}`);
    demand(!keys.has(node.key), () => `${name} has the key of another node`);
    keys.add(node.key);
    const local = any(statusesOf(node.edges), node.exhausted);
    demand(node.status === local, () => `${name} is ${node.status}, its edges say ${local}`);
    demand((node.status === 'proved') === provable.has(node), () => `${name} is ${node.status} without ground`);
    demand((node.status === 'failed') === hopeless.has(node), () => `${name} is ${node.status} without ground`);
    const open = node.edges.filter((edge) => edge.status === 'open').length;
    demand(node.openEdges === open, () => `${name} counts ${node.openEdges} open edges of ${open}`);
    demand(leadsToStart(node, graph.nodes.length), () => `${name} is not below the start by first parents`);
    demand(isBestPath(node), () => `${name} does not have the best of its paths`);
    for (const edge of node.edges) demand(edge.from === node, () => `an edge of ${name} leaves another node`);
    for (const parent of node.parents) {
      demand(parent.targets.includes(node), () => `${name} has a parent that does not lead to it`);
      demand(!wakes(parent, node), () => `${name} is dormant below a node that is not`);
    }
  }
  for (const edge of [graph.root, ...graph.nodes.flatMap((node) => node.edges)]) {
    const name = `edge ${edge.tactic} of node ${edge.from?.id}`;
    const local = all(statusesOf(edge.targets));
    demand(edge.status === local, () => `${name} is ${edge.status}, its targets say ${local}`);
    const pending = edge.targets.filter((target) => target.status !== 'proved').length;
    demand(
      edge.status === 'failed' || edge.pending === pending,
      () => `${name} waits for ${edge.pending} of ${pending}`,
    );
    for (const target of edge.targets) {
      const times = (list: readonly unknown[], item: unknown) => list.filter((other) => other === item).length;
      const agree = times(target.parents, edge) === times(edge.targets, target);
      demand(agree, () => `${name} is not a parent of node ${target.id} as often as it leads there`);
    }
  }
  return found;
}

const statusesOf = (items: readonly { readonly status: GraphNode<unknown>['status'] }[]) =>
  items.map((item) => item.status);

/** Would this parent have to have woken the node? */
const wakes = <S>(parent: GraphEdge<S>, node: GraphNode<S>): boolean =>
  node.dormant &&
  parent.status === 'open' &&
  (parent.from === undefined || (isOpen(parent.from) && !parent.from.dormant));

const isOpen = <S>(node: GraphNode<S>): boolean => node.status === 'open';

function leadsToStart<S>(node: GraphNode<S>, nodes: number): boolean {
  let edge = node.parents[0];
  for (let steps = 0; edge?.from !== undefined && steps <= nodes; steps++) edge = edge.from.parents[0];
  return edge !== undefined && edge.from === undefined;
}

function isBestPath<S>(node: GraphNode<S>): boolean {
  const offers = node.parents.map((edge) => (edge.from?.logProbability ?? 0) + edge.logProbability);
  return node.logProbability === offers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}

/** What is proved and what has failed, by naive iteration from nothing: the meaning that `status.ts` gives the words. */
function leastFixedPoints<S>(graph: ProofGraph<S>): {
  readonly provable: ReadonlySet<GraphNode<S>>;
  readonly hopeless: ReadonlySet<GraphNode<S>>;
} {
  const grow = (follows: (node: GraphNode<S>, known: ReadonlySet<GraphNode<S>>) => boolean) => {
    const known = new Set<GraphNode<S>>();
    for (let size = -1; size < known.size; ) {
      size = known.size;
      for (const node of graph.nodes) if (follows(node, known)) known.add(node);
    }
    return known;
  };
  const provable = grow((node, known) => node.edges.some((edge) => edge.targets.every((target) => known.has(target))));
  const hopeless = grow(
    (node, known) => node.exhausted && node.edges.every((edge) => edge.targets.some((target) => known.has(target))),
  );
  return { provable, hopeless };
}
