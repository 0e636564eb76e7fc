import type { GraphNode } from './node.ts';

/** The tactics on the way from the start to a state: the way on which it was found. */
export function tacticsTo<S>(node: GraphNode<S>): readonly string[] {
  const tactics: string[] = [];
  for (let edge = node.parents[0]; edge?.from !== undefined; edge = edge.from.parents[0]) tactics.push(edge.tactic);
  return tactics.reverse();
}
