import type { OpenState, TacticOutcome } from '../../contracts/environment.ts';
import type { Goal } from '../../data/goal.ts';
import { ProofGraph } from '../../search/graph/graph.ts';
import type { GraphNode } from '../../search/graph/node.ts';
import type { FoundProof, ProofBranch, Status } from '../../search/index.ts';
import { extractProofs } from '../../search/proof/extraction.ts';
import { scriptOf } from '../../search/proof/layout.ts';
import { type GraphChange, type LiveStep, limits, type NodeDetails, type TriedTactic } from './messages.ts';

/** What was tried on a node, by a search or by a person. */
export interface Attempt {
  readonly tactic: string;
  readonly logProbability: number;
  readonly byHand: boolean;
}

/**
 * The proof graph that a person watches: all that the searches of one `sorry` and the person found, one after the
 * other. What is proved follows from the edges alone, as in a search; that a node has failed is what a search said of
 * it, and it no longer holds once a person leads on from there.
 */
export class LiveGraph<S> {
  readonly #graph: ProofGraph<S>;
  /** What was tried on each node, and how much that was. */
  readonly #tried: TriedTactic[][] = [];
  readonly #counts: number[] = [];
  /** The status of each node as it was told last. */
  readonly #settled: Status[] = [];
  readonly #byKey = new Map<string, GraphNode<S>>();
  readonly #failed = new Set<number>();
  readonly #closers = new Map<string, number>();
  /** What has not been told yet. */
  #steps: LiveStep[] = [];
  #told = 0;
  readonly #touched = new Set<number>();
  checks = 0;
  expansions = 0;

  constructor(roots: readonly OpenState<S>[]) {
    this.#graph = new ProofGraph(roots);
    this.#index(this.#graph.root.targets, roots);
  }

  get size(): number {
    return this.#graph.nodes.length;
  }

  get proved(): boolean {
    return this.#graph.root.status === 'proved';
  }

  get roots(): readonly number[] {
    return this.#graph.root.targets.map(({ id }) => id);
  }

  /** The node of a state, if it is there. */
  find(key: string): number | undefined {
    return this.#byKey.get(key)?.id;
  }

  /** The state of a node; whoever runs tactics on it may have to have it rebuilt. */
  stateOf(node: number): { readonly state: S; readonly goals: readonly Goal[] } | undefined {
    const there = this.#graph.nodes[node];
    return there?.state === undefined ? undefined : { state: there.state, goals: there.goals };
  }

  /** Enters what Lean made of a tactic. */
  enter(node: number, { tactic, logProbability, byHand }: Attempt, outcome: TacticOutcome<S>): TriedTactic {
    const from = this.#graph.nodes[node]!;
    this.checks++;
    this.#touched.add(node);
    const left = outcome.kind === 'progress' ? outcome.states : [];
    const edge =
      outcome.kind === 'error' ? undefined : this.#graph.extend(from, { tactic, logProbability, price: 0 }, left).edge;
    if (edge !== undefined) this.#index(edge.targets, left);
    if (outcome.kind === 'proved') this.#closers.set(tactic, (this.#closers.get(tactic) ?? 0) + 1);
    const targets = edge?.targets.map(({ id }) => id) ?? [];
    const tried: TriedTactic = {
      tactic: cut(tactic, limits.tactic),
      logProbability,
      outcome: outcome.kind === 'error' ? outcome.error : outcome.kind,
      targets,
      micros: outcome.micros,
      ...(outcome.kind === 'error' && { message: cut(outcome.message, limits.message) }),
      ...(outcome.kind === 'progress' && edge === undefined && { message: 'It leaves the goal that it was tried on.' }),
      ...(byHand && { byHand }),
    };
    this.#remember(node, tried);
    if (edge !== undefined) this.#steps.push({ from: node, tactic: tried.tactic, targets, ...(byHand && { byHand }) });
    if (byHand && edge !== undefined) this.#reopen(from);
    return tried;
  }

  /** A search has nothing left for the node. */
  fail(node: number): void {
    this.#failed.add(node);
    this.#touched.add(node);
  }

  /** What has changed since this was called last; nodes that are new come with their edges. */
  changes(): GraphChange {
    const { nodes } = this.#graph;
    const fresh = nodes.slice(this.#told).map(({ id, goals, logProbability, depth }) => ({
      id,
      target: cut((goals[0]?.target ?? '').replaceAll(/\s+/g, ' '), limits.target),
      goals: goals.length,
      score: logProbability,
      depth,
    }));
    for (let id = this.#told; id < nodes.length; id++) this.#touched.add(id);
    this.#told = nodes.length;
    const steps = this.#steps;
    this.#steps = [];
    const marks = [...this.#affected()].map((id) => [id, this.#statusOf(id), this.#counts[id] ?? 0] as const);
    this.#touched.clear();
    return { nodes: fresh, steps, marks };
  }

  /** All that is known of a node. */
  details(node: number): NodeDetails | undefined {
    const there = this.#graph.nodes[node];
    if (there === undefined) return undefined;
    return {
      id: node,
      state: cut(there.goals.map(({ pretty }) => pretty).join('\n\n'), limits.state),
      status: this.#statusOf(node),
      score: there.logProbability,
      after: this.#wayTo(there).map((tactic) => cut(tactic, limits.tactic)),
      tried: this.#tried[node] ?? [],
      left: Math.max(0, (this.#counts[node] ?? 0) - (this.#tried[node]?.length ?? 0)),
    };
  }

  /** The smallest proof that the graph holds. It must be proved. */
  proof(): FoundProof {
    const branches = extractProofs(this.#graph.root);
    const closers = [...this.#closers].toSorted((a, b) => b[1] - a[1]).map(([tactic]) => tactic);
    return { branches, script: scriptOf(branches), closers };
  }

  #remember(node: number, tried: TriedTactic): void {
    this.#counts[node] = (this.#counts[node] ?? 0) + 1;
    this.#tried[node] ??= [];
    const list = this.#tried[node];
    // Of very many refusals the first are kept; what led on is kept always.
    if (list.length < limits.tried || tried.targets.length > 0 || tried.outcome === 'proved' || tried.byHand) {
      list.push(tried);
    }
  }

  #index(nodes: readonly GraphNode<S>[], states: readonly OpenState<S>[]): void {
    for (const [i, node] of nodes.entries()) this.#byKey.set(states[i]!.key, node);
  }

  #statusOf(id: number): Status {
    const proved = this.#graph.nodes[id]?.status === 'proved';
    return proved ? 'proved' : this.#failed.has(id) ? 'failed' : 'open';
  }

  /** Nodes that were touched, and those whose status changed with them. */
  #affected(): Set<number> {
    const affected = new Set(this.#touched);
    for (const { id } of this.#graph.nodes) {
      const status = this.#statusOf(id);
      if (this.#settled[id] === status) continue;
      this.#settled[id] = status;
      affected.add(id);
    }
    return affected;
  }

  /** A way on was found where a search saw none: nothing above has failed for good. */
  #reopen(node: GraphNode<S>): void {
    const work = [node];
    const seen = new Set<number>();
    for (let next = work.pop(); next !== undefined; next = work.pop()) {
      if (seen.has(next.id)) continue;
      seen.add(next.id);
      this.#failed.delete(next.id);
      for (const { from } of next.parents) if (from !== undefined) work.push(from);
    }
  }

  #wayTo(node: GraphNode<S>): string[] {
    const way: string[] = [];
    const seen = new Set<number>();
    for (let edge = node.parents[0]; edge?.from !== undefined && !seen.has(edge.from.id); edge = edge.from.parents[0]) {
      seen.add(edge.from.id);
      way.unshift(edge.tactic);
    }
    return way;
  }
}

/** The steps of a proof, as pairs of node and tactic. */
export function stepsOf(branches: readonly ProofBranch[]): { readonly node: number; readonly tactic: string }[] {
  return branches.flatMap(({ proof: { node, tactic, branches: below } }) => [{ node, tactic }, ...stepsOf(below)]);
}

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}…`;
