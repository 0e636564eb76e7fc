/**
 * The algebra of statuses. A node (OR) is proved when one of its edges is, an edge (AND) when all of its targets are;
 * a node fails when all of its edges have and no other will come, an edge when one of its targets has.
 *
 * Both are least fixed points: a status holds only if it follows in finitely many steps from tactics that close a state
 * and from states without candidates. So a cycle proves nothing, and neither does it fail.
 */
export type Status = 'open' | 'proved' | 'failed';

/** Status of an edge. A failed target settles it, whatever the others are. */
export function all(targets: readonly Status[]): Status {
  if (targets.includes('failed')) return 'failed';
  return targets.every((status) => status === 'proved') ? 'proved' : 'open';
}

/** Status of a node; `exhausted` says that no further edges will come. */
export function any(edges: readonly Status[], exhausted: boolean): Status {
  if (edges.includes('proved')) return 'proved';
  return exhausted && edges.every((status) => status === 'failed') ? 'failed' : 'open';
}
