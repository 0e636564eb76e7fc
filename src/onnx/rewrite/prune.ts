import type { GraphProto, NodeProto } from '../proto.ts';

/** The nodes that outputs depend on, in their order: the runtime computes every node that it is given. */
export function neededNodes(nodes: readonly NodeProto[], outputs: readonly string[]): NodeProto[] {
  const needed = new Set(outputs);
  const kept: NodeProto[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.output.some((output) => needed.has(output))) continue;
    kept.push(node);
    for (const name of namesRead(node)) needed.add(name);
  }
  return kept.toReversed();
}

/** Inputs, and what subgraphs read from around them. */
function namesRead(node: NodeProto): string[] {
  const inner = node.attribute.flatMap(({ g }) => (g === undefined ? [] : namesReadWithin(g)));
  return [...node.input, ...inner];
}

const namesReadWithin = (graph: GraphProto): string[] => [
  ...graph.node.flatMap(namesRead),
  ...graph.output.map(({ name }) => name ?? ''),
];
