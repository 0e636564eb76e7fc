import type { OpenState, TacticOutcome } from '../contracts/environment.ts';
import type { Candidate } from '../contracts/generator.ts';
import type { Accounts } from './accounts.ts';
import type { SearchListener } from './events.ts';
import { Frontier } from './graph/frontier.ts';
import { ProofGraph } from './graph/graph.ts';
import { violations } from './graph/invariants.ts';
import { isLive } from './graph/liveness.ts';
import type { GraphNode } from './graph/node.ts';
import { reopenNodes } from './graph/round.ts';
import type { Status } from './graph/status.ts';
import type { SearchOptions } from './options.ts';
import { score } from './scorer.ts';
import { outcomeName } from './stats.ts';

export interface EngineParts<S> {
  readonly roots: readonly OpenState<S>[];
  readonly options: SearchOptions;
  readonly accounts: Accounts;
  readonly onEvent: SearchListener | undefined;
  readonly release: (states: readonly S[]) => void;
  /** Checks the whole graph after every change. */
  readonly audit: boolean;
}

/** The part of a search that never waits: what to expand next, and what becomes of the answers. */
export class Engine<S> {
  readonly graph: ProofGraph<S>;
  readonly #parts: EngineParts<S>;
  readonly #frontier = new Frontier<S>();
  readonly #roots: ReadonlySet<GraphNode<S>>;
  #freed: S[] = [];
  #announced = 0;

  constructor(parts: EngineParts<S>) {
    this.#parts = parts;
    this.graph = new ProofGraph(parts.roots, this);
    this.#roots = new Set(this.graph.root.targets);
    this.#announceNodes();
  }

  get status(): Status {
    return this.graph.root.status;
  }

  get round(): number {
    return this.#parts.accounts.rounds;
  }

  /** How many candidates a node gets in this round. */
  get candidatesWanted(): number {
    return this.#parts.options.candidates * 2 ** (this.round - 1);
  }

  /** The best nodes that wait and matter, at most so many; they count as being expanded from now on. */
  select(count: number): readonly GraphNode<S>[] {
    const selected: GraphNode<S>[] = [];
    while (selected.length < count) {
      const node = this.#frontier.take();
      if (node === undefined) break;
      if (node.status !== 'open' || node.phase !== 'waiting' || !isLive(this.graph, node)) continue;
      node.phase = 'expanding';
      selected.push(node);
    }
    return selected;
  }

  /** Enters what Lean made of some tactics of a node. */
  integrate(node: GraphNode<S>, candidates: readonly Candidate[], outcomes: readonly TacticOutcome<S>[]): void {
    for (const [index, outcome] of outcomes.entries()) {
      const candidate = candidates[index];
      if (candidate !== undefined) this.#enter(node, candidate, outcome);
    }
    this.#flush();
    this.#audit();
  }

  /** Ends the expansion of a node. `tried` is kept if the generator may have more to offer for it. */
  finish(node: GraphNode<S>, tried: readonly string[] | undefined): void {
    node.tried = tried;
    this.graph.finishExpansion(node);
    this.#freeIfDone(node);
    this.#flush();
    this.#audit();
  }

  /** Opens the nodes that may have more to offer for another round. False if there are none, or no round is left. */
  openRound(): boolean {
    const { accounts, options, onEvent } = this.#parts;
    if (accounts.rounds >= options.rounds || !this.graph.nodes.some(mayOfferMore)) return false;
    accounts.rounds++;
    const before = onEvent && this.graph.nodes.map((node) => node.status);
    const nodes = reopenNodes(this.graph);
    onEvent?.({ kind: 'round-started', round: this.round, candidates: this.candidatesWanted, nodes });
    for (const node of this.graph.nodes) {
      if (before !== undefined && before[node.id] !== node.status) this.#announceStatus(node);
      this.ready(node);
    }
    this.#audit();
    return true;
  }

  /** Gives states back to the environment; without an argument, all that the graph still holds. */
  release(states?: readonly S[]): void {
    if (states !== undefined) this.#freed.push(...states);
    else for (const node of this.graph.nodes) this.#free(node);
    this.#flush();
  }

  /** Called by the graph. */
  settled(node: GraphNode<S>): void {
    this.#announceStatus(node);
    this.#freeIfDone(node);
  }

  /** Called by the graph. */
  ready(node: GraphNode<S>): void {
    if (node.status !== 'open' || node.phase !== 'waiting' || node.dormant) return;
    this.#frontier.add(node, score(node, node.goals, this.#parts.options));
  }

  #enter(node: GraphNode<S>, { tactic, logProbability }: Candidate, outcome: TacticOutcome<S>): void {
    const { accounts, onEvent } = this.#parts;
    accounts.outcome(tactic, outcome);
    const left = outcome.kind === 'progress' ? outcome.states : [];
    let targets: readonly GraphNode<S>[] = [];
    const shorter = outcome.kind === 'proved' && node.status === 'proved';
    if (shorter || (outcome.kind !== 'error' && node.status === 'open')) {
      const { edge, surplus } = this.graph.extend(node, tactic, logProbability, left);
      if (edge === undefined) accounts.loops++;
      else targets = edge.targets;
      this.#freed.push(...surplus);
    } else {
      this.#freed.push(...left.map((state) => state.state));
    }
    this.#announceNodes();
    onEvent?.({
      kind: 'tactic-checked',
      node: node.id,
      tactic,
      logProbability,
      outcome: outcomeName(outcome),
      ...(outcome.kind === 'error' ? { message: outcome.message } : {}),
      micros: outcome.micros,
      targets: targets.map((target) => target.id),
    });
  }

  #announceNodes(): void {
    const { onEvent } = this.#parts;
    if (onEvent === undefined) return;
    for (; this.#announced < this.graph.nodes.length; this.#announced++) {
      const node = this.graph.nodes[this.#announced];
      if (node === undefined) return;
      const { id, goals, depth, logProbability } = node;
      onEvent({ kind: 'node-added', node: id, goals, depth, logProbability });
    }
  }

  #announceStatus(node: GraphNode<S>): void {
    this.#parts.onEvent?.({ kind: 'status', node: node.id, status: node.status });
  }

  /** A state that no tactic will be tried on again goes back to the environment. */
  #freeIfDone(node: GraphNode<S>): void {
    const spent = node.phase === 'expanded' && node.tried === undefined;
    if (node.phase !== 'expanding' && (node.status === 'proved' || spent)) this.#free(node);
  }

  #free(node: GraphNode<S>): void {
    if (node.state === undefined || this.#roots.has(node)) return;
    this.#freed.push(node.state);
    node.state = undefined;
  }

  #audit(): void {
    if (!this.#parts.audit) return;
    const found = violations(this.graph);
    if (found.length > 0) throw new Error(`the proof graph is broken: ${found.join('; ')}`);
  }

  #flush(): void {
    if (this.#freed.length === 0) return;
    const states = this.#freed;
    this.#freed = [];
    this.#parts.release(states);
  }
}

const mayOfferMore = <S>(node: GraphNode<S>): boolean => node.status !== 'proved' && node.tried !== undefined;
