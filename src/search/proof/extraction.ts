import { Heap } from 'heap-js';
import type { GraphEdge, GraphNode } from '../graph/node.ts';
import { consecutivePositions } from './positions.ts';
import type { ProofBranch, ProofTree } from './proof.ts';

interface Derivation<S> {
  readonly edge: GraphEdge<S>;
  /** Cost of the whole proof that begins with the edge. */
  readonly cost: number;
}

/** Tactics count first, characters break ties. */
const tacticCost = (tactic: string): number => 1 + tactic.length * 1e-6;

/**
 * The smallest proofs of the targets of a proved edge: those with the fewest tactics, counting a shared subproof as
 * often as a script would repeat it. A node's proof is built only from proofs that are complete already, in the order
 * of cost, so the proofs are well-founded whatever cycles the graph has.
 *
 * Source: D. E. Knuth, A generalization of Dijkstra's algorithm, Information Processing Letters 6 (1977).
 */
export function extractProofs<S>(root: GraphEdge<S>): readonly ProofBranch[] {
  const trees = new Map<GraphNode<S>, ProofTree>();
  const costs = new Map<GraphNode<S>, number>();
  const missing = new Map<GraphEdge<S>, number>();
  const ready = new Heap<Derivation<S>>((a, b) => a.cost - b.cost);
  for (const edge of provedEdgesBelow(root)) {
    missing.set(edge, edge.targets.length);
    if (edge.targets.length === 0) ready.push({ edge, cost: tacticCost(edge.tactic) });
  }
  for (let best = ready.pop(); best !== undefined; best = ready.pop()) {
    const { edge, cost } = best;
    const node = edge.from;
    if (node === undefined || trees.has(node)) continue;
    costs.set(node, cost);
    trees.set(node, {
      node: node.id,
      goals: node.goals,
      tactic: edge.tactic,
      logProbability: edge.logProbability,
      branches: branchesOf(edge, trees),
    });
    for (const parent of node.parents) {
      const left = missing.get(parent);
      if (left === undefined) continue;
      missing.set(parent, left - 1);
      if (left === 1) ready.push({ edge: parent, cost: tacticCost(parent.tactic) + targetsCost(parent, costs) });
    }
  }
  return branchesOf(root, trees);
}

function branchesOf<S>(edge: GraphEdge<S>, trees: ReadonlyMap<GraphNode<S>, ProofTree>): readonly ProofBranch[] {
  const positions = edge.positions ?? consecutivePositions(edge.targets.map((target) => target.goals.length));
  return edge.targets.map((target, index) => {
    const proof = trees.get(target);
    if (proof === undefined) throw new Error(`node ${target.id} has no well-founded proof`);
    return { positions: positions[index] ?? [], proof };
  });
}

const targetsCost = <S>(edge: GraphEdge<S>, costs: ReadonlyMap<GraphNode<S>, number>): number =>
  edge.targets.reduce((sum, target) => sum + (costs.get(target) ?? Number.POSITIVE_INFINITY), 0);

/** The proved edges that a proof of the root can be made of, the root itself left out. */
function provedEdgesBelow<S>(root: GraphEdge<S>): readonly GraphEdge<S>[] {
  const seen = new Set<GraphNode<S>>();
  const found: GraphEdge<S>[] = [];
  const work = [...root.targets];
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const edge of node.edges) {
      if (edge.status !== 'proved') continue;
      found.push(edge);
      work.push(...edge.targets);
    }
  }
  return found;
}
