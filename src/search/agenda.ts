import type { OpenState, TacticOutcome } from '../contracts/environment.ts';
import type { Candidate } from '../contracts/generator.ts';
import type { Accounts } from './accounts.ts';
import type { SearchListener } from './events.ts';
import { Foresight } from './foresight/foresight.ts';
import type { Vocabulary } from './foresight/vocabulary.ts';
import type { Changes } from './graph/changes.ts';
import { Frontier } from './graph/frontier.ts';
import { ProofGraph } from './graph/graph.ts';
import { violations } from './graph/invariants.ts';
import { isLive } from './graph/liveness.ts';
import type { GraphNode } from './graph/node.ts';
import { type Allowed, type NextOffer, Offers } from './graph/offers.ts';
import type { Status } from './graph/status.ts';
import type { SearchOptions } from './options.ts';
import { Prices } from './priority/prices.ts';
import { score } from './priority/scorer.ts';
import { outcomeName } from './stats.ts';
import { mayBeSlow } from './tactic.ts';

export interface AgendaParts<S> {
  readonly roots: readonly OpenState<S>[];
  readonly options: SearchOptions;
  /** The share of each source of candidates, as a natural logarithm. */
  readonly shares: readonly number[];
  readonly accounts: Accounts;
  readonly onEvent: SearchListener | undefined;
  readonly release: (states: readonly S[]) => void;
  /** Checks the whole graph after every change. */
  readonly audit: boolean;
}

/** Tactics to be tried on a state. */
export interface CheckTask<S> {
  readonly kind: 'check';
  readonly node: GraphNode<S>;
  readonly candidates: readonly Candidate[];
  /** The share of Lean's limits that each of them gets. */
  readonly patience: number;
  /** May they keep Lean for long? */
  readonly isSlow: boolean;
}

/** A question to a source about a state: the how manieth, from 0. */
export interface AskTask<S> {
  readonly kind: 'ask';
  readonly node: GraphNode<S>;
  readonly source: number;
  readonly question: number;
}

/** What may be done next. */
export interface Allowance {
  /** Tactics in a batch at most. */
  readonly batch: number;
  readonly mayAsk: (source: number) => boolean;
  /** May tactics be started that may keep Lean for long? */
  readonly slow: boolean;
  /** Do these go to Lean by themselves, so that others need not wait for them? */
  readonly apart: boolean;
}

/** The part of a search that never waits: what to do next over the whole graph, and what becomes of the answers. */
export class Agenda<S> {
  readonly graph: ProofGraph<S>;
  readonly #parts: AgendaParts<S>;
  readonly #frontier = new Frontier<S>();
  readonly #foresight: Foresight | undefined;
  readonly #prices: Prices;
  readonly #roots: ReadonlySet<GraphNode<S>>;
  /** States from which a known step leads on. */
  readonly #led = new WeakSet<GraphNode<S>>();
  /** What a source said of the chance of a state. */
  readonly #values = new Map<GraphNode<S>, number>();
  /** States whose best task was not allowed when their turn came. */
  #putOff: GraphNode<S>[] = [];
  /** States whose place on the frontier leaves aside what may keep Lean for long. */
  readonly #below = new Set<GraphNode<S>>();
  #freed: S[] = [];
  #announced = 0;

  constructor(parts: AgendaParts<S>) {
    this.#parts = parts;
    this.#foresight = parts.options.foresight ? new Foresight() : undefined;
    this.#prices = new Prices(parts.options.effort);
    this.graph = new ProofGraph(parts.roots);
    this.#roots = new Set(this.graph.root.targets);
    this.#announceNodes();
    for (const node of this.graph.nodes) this.#queue(node);
  }

  get status(): Status {
    return this.graph.root.status;
  }

  /** The best task of all that are allowed; it counts as under way from now on. */
  next(allowance: Allowance): CheckTask<S> | AskTask<S> | undefined {
    for (let node = this.#frontier.take(); node !== undefined; node = this.#frontier.take()) {
      if (node.status !== 'open' || node.state === undefined || !isLive(this.graph, node)) continue;
      node.offers ??= new Offers(this.#parts.shares);
      this.#dropRefused(node, node.offers);
      if (node.offers.spent) {
        this.#goOn(node);
        continue;
      }
      const offer = this.#offer(node, node.offers, { ask: allowance.mayAsk, slow: allowance.slow });
      if (offer === undefined) {
        this.#putOff.push(node);
        continue;
      }
      const worth = this.#worth(node, offer);
      if (worth < this.#frontier.best) {
        this.#frontier.add(node, worth);
        if (!allowance.slow) this.#below.add(node);
      } else return this.#start(node, node.offers, offer, allowance);
    }
    return undefined;
  }

  /** Lets tasks come up again that were not allowed before; those that may keep Lean for long where `slow` says so. */
  reconsider(slow: boolean): void {
    const nodes = this.#putOff;
    this.#putOff = [];
    for (const node of nodes) if (node.queued === undefined) this.#queue(node);
    if (!slow) return;
    for (const node of this.#below) this.#queue(node);
    this.#below.clear();
  }

  /**
   * Enters the answer of a source; `more` says whether it may be asked about the state again, `value` what the source says
   * of the state's chance: the first word counts. Gives how many are new.
   */
  answered({ node, source }: AskTask<S>, candidates: readonly Candidate[], more: boolean, value?: number): number {
    const fresh = node.offers?.answer(source, candidates, more) ?? 0;
    const before = this.#valueOf(node);
    if (value !== undefined && !this.#values.has(node)) this.#values.set(node, value);
    // It may wait already, for what another source gave: what is new may deserve a better place.
    if (fresh > 0 || this.#valueOf(node) !== before) this.#queue(node);
    this.#goOn(node);
    return fresh;
  }

  /** What is known of names, where foresight is wanted. */
  get vocabulary(): Vocabulary | undefined {
    return this.#foresight?.vocabulary;
  }

  /** Enters what Lean made of some tactics of a state. */
  checked({ node, candidates, patience }: CheckTask<S>, outcomes: readonly TacticOutcome<S>[]): void {
    for (const [index, outcome] of outcomes.entries()) {
      const candidate = candidates[index];
      if (candidate === undefined) continue;
      this.#enter(node, candidate, outcome);
      const overran = outcome.kind === 'error' && outcome.error === 'timeout' && patience < 1;
      if (overran) node.offers?.putBack(later(candidate, patience));
    }
    if (node.offers !== undefined) node.offers.underWay--;
    this.#goOn(node);
  }

  /**
   * Enters a step that was known before the search looked for any. Where it leads on, it is likely that nothing else is
   * needed there.
   */
  opened(node: GraphNode<S>, tactic: string, outcome: TacticOutcome<S>): void {
    const leadsOn = outcome.kind === 'progress' && node.status === 'open';
    this.checked({ kind: 'check', node, candidates: [{ tactic, logProbability: 0 }], patience: 1, isSlow: false }, [
      outcome,
    ]);
    if (!leadsOn || node.status !== 'open') return;
    this.#led.add(node);
    this.#queue(node);
  }

  /** Gives states back to the environment; without an argument, all that the graph still holds. */
  release(states?: readonly S[]): void {
    if (states !== undefined) this.#freed.push(...states);
    else for (const node of this.graph.nodes) this.#free(node);
    this.#flush();
  }

  #worth(node: GraphNode<S>, offer: NextOffer): number {
    const isCheck = offer.kind === 'check';
    const path = {
      logProbability:
        node.logProbability +
        (isCheck ? offer.candidate.logProbability : offer.bound) +
        (this.#led.has(node) ? needsAnother : 0),
      depth: node.depth + 1,
      effort: node.effort + (isCheck ? this.#prices.of(offer.candidate.family) : this.#prices.least),
    };
    return score(path, this.#valueOf(node), this.#parts.options);
  }

  /**
   * What was said of the chance of a state, or, until something is, of the state that it was found from: a state that
   * nobody has looked at is neither better nor worse than that.
   */
  #valueOf(node: GraphNode<S>): number {
    if (this.#values.size === 0) return 0;
    for (let at: GraphNode<S> | undefined = node; at !== undefined; at = at.parents[0]?.from) {
      const value = this.#values.get(at);
      if (value !== undefined) return value;
    }
    return 0;
  }

  #start(
    node: GraphNode<S>,
    offers: Offers,
    offer: NextOffer,
    { batch, slow, apart }: Allowance,
  ): CheckTask<S> | AskTask<S> {
    if (offer.kind === 'ask') {
      const question = offers.asksOf(offer.source);
      offers.ask(offer.source);
      this.#queue(node);
      return { kind: 'ask', node, source: offer.source, question };
    }
    const candidates: Candidate[] = [];
    const best = this.#frontier.best;
    const patience = this.#patience(offers, offer.candidate);
    const isSlow = mayBeSlow(offer.candidate.tactic);
    for (let next: NextOffer | undefined = offer; next?.kind === 'check'; next = this.#offer(node, offers, { slow })) {
      if (candidates.length > 0 && this.#worth(node, next) < best) break;
      if (this.#patience(offers, next.candidate) !== patience) break;
      if (apart && mayBeSlow(next.candidate.tactic) !== isSlow) break;
      candidates.push(next.candidate);
      offers.take(next.candidate);
      this.#dropRefused(node, offers);
      if (candidates.length >= batch) break;
    }
    offers.underWay++;
    this.#queue(node);
    return { kind: 'check', node, candidates, patience, isSlow };
  }

  /** Everything gets a short time first, and the whole when it comes back. */
  #patience(offers: Offers, candidate: Candidate): number {
    return offers.hasOverrun(candidate) ? 1 : this.#parts.options.patience;
  }

  /** The best of what may be done about a state. Where prices differ it need not be what is likeliest. */
  #offer(node: GraphNode<S>, offers: Offers, allowed: Allowed = {}): NextOffer | undefined {
    if (this.#parts.options.effort !== 'time') return offers.next(allowed);
    const worth = (candidate: Candidate): number => this.#worth(node, { kind: 'check', candidate });
    offers.bringForward(worth);
    return offers.next(allowed, worth);
  }

  /** Leaves out what Lean is known to refuse, from the likeliest candidate on. */
  #dropRefused({ goals }: GraphNode<S>, offers: Offers): void {
    const { accounts } = this.#parts;
    offers.dropWhile((tactic) => {
      const refusal = this.#foresight?.refusal(goals, tactic);
      if (refusal !== undefined) accounts.foreseen[refusal]++;
      return refusal !== undefined;
    });
  }

  /** Gives an open state the place on the frontier that its best task deserves. */
  #queue(node: GraphNode<S>): void {
    if (node.status !== 'open' || node.exhausted || node.dormant) return;
    const offer = node.offers === undefined ? firstQuestion(this.#parts.shares) : this.#offer(node, node.offers);
    if (offer !== undefined) this.#frontier.add(node, this.#worth(node, offer));
  }

  /** After an answer about a state: it waits for its next task, or nothing more can be done with it. */
  #goOn(node: GraphNode<S>): void {
    if (node.offers?.spent) {
      this.#note(this.graph.exhaust(node));
      node.offers = undefined;
    } else if (node.queued === undefined) this.#queue(node);
    this.#freeIfDone(node);
    this.#flush();
    this.#audit();
  }

  #enter(node: GraphNode<S>, { tactic, logProbability, family }: Candidate, outcome: TacticOutcome<S>): void {
    const { accounts, onEvent } = this.#parts;
    accounts.outcome(tactic, outcome);
    const price = this.#prices.of(family);
    this.#prices.learn(family, outcome.micros);
    this.#foresight?.learn(node.goals, tactic, outcome);
    const left = outcome.kind === 'progress' ? outcome.states : [];
    let targets: readonly GraphNode<S>[] = [];
    const shorter = outcome.kind === 'proved' && node.status === 'proved';
    if (shorter || (outcome.kind !== 'error' && node.status === 'open')) {
      const { edge, surplus, changes } = this.graph.extend(node, { tactic, logProbability, price }, left);
      if (edge === undefined) accounts.loops++;
      else targets = edge.targets;
      this.#freed.push(...surplus);
      this.#note(changes);
    } else {
      this.#freed.push(...left.map((state) => state.state));
    }
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

  /** Acts on what changed in the graph. */
  #note({ settled, ready }: Changes<S>): void {
    this.#announceNodes();
    for (const node of settled) {
      this.#parts.onEvent?.({ kind: 'status', node: node.id, status: node.status });
      this.#freeIfDone(node);
    }
    for (const node of ready) this.#queue(node);
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

  /** A state that no tactic will be tried on again goes back to the environment. */
  #freeIfDone(node: GraphNode<S>): void {
    if (node.status !== 'proved' && !node.exhausted) return;
    if (node.offers !== undefined && node.offers.underWay > 0) return;
    node.offers = undefined;
    this.#free(node);
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

/** Natural logarithm of the chance that a state from which a known step leads on needs another one. */
const needsAnother = Math.log(0.1);

/** The candidate as it waits for its second try. */
const later = (candidate: Candidate, patience: number): Candidate => ({
  ...candidate,
  logProbability: candidate.logProbability + Math.log(patience),
});

/** What a state that no source was asked about begins with. */
function firstQuestion(shares: readonly number[]): NextOffer {
  const bound = Math.max(...shares);
  return { kind: 'ask', source: shares.indexOf(bound), bound };
}
