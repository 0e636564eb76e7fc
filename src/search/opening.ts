import type { ProofEnvironment, TacticOutcome } from '../contracts/environment.ts';
import type { Accounts } from './accounts.ts';
import type { Agenda } from './agenda.ts';
import type { GraphNode } from './graph/node.ts';

/**
 * What is tried before the search looks for tactics itself: a proof that someone has in mind, say. It runs tactics on the
 * environment that it is given, and every state that it reaches is in the graph: the search goes on from all of them, first
 * from those where it was stuck. What it spends counts.
 */
export type Opening<S> = (environment: ProofEnvironment<S>, signal: AbortSignal) => Promise<OpeningResult>;

export interface OpeningResult {
  /** Generated tokens that it cost. */
  readonly tokens: number;
  /** Why there was nothing to try, where that is an error. */
  readonly failure?: string;
}

export interface OpeningParts<S> {
  readonly environment: ProofEnvironment<S>;
  readonly agenda: Agenda<S>;
  readonly accounts: Accounts;
  /** Checks that may still be made. */
  readonly checksLeft: () => number;
}

/** An environment that enters what it is asked into the graph. The same question is asked of Lean once. */
export class OpeningEnvironment<S> implements ProofEnvironment<S> {
  readonly #parts: OpeningParts<S>;
  readonly #nodes = new Map<S, GraphNode<S>>();
  readonly #known = new Map<GraphNode<S>, Map<string, TacticOutcome<S>>>();

  constructor(parts: OpeningParts<S>) {
    this.#parts = parts;
    for (const node of parts.agenda.graph.nodes) if (node.state !== undefined) this.#nodes.set(node.state, node);
  }

  async run(state: S, tactics: readonly string[], signal: AbortSignal): Promise<readonly TacticOutcome<S>[]> {
    const outcomes: TacticOutcome<S>[] = [];
    for (const tactic of tactics) outcomes.push(await this.#run(state, tactic, signal));
    return outcomes;
  }

  /** The graph holds what was reached. */
  release(): void {}

  async #run(state: S, tactic: string, signal: AbortSignal): Promise<TacticOutcome<S>> {
    const { environment, agenda, accounts, checksLeft } = this.#parts;
    const node = this.#nodes.get(state);
    const known = node && this.#known.get(node)?.get(tactic);
    if (known !== undefined) return known;
    if (signal.aborted || checksLeft() <= 0) return cancelled;
    accounts.checks++;
    const [outcome = cancelled] = await environment.run(state, [tactic], signal);
    if (node === undefined || signal.aborted) return outcome;
    const before = node.edges.length;
    accounts.engine(() => agenda.opened(node, tactic, outcome));
    const edge = node.edges.length > before ? node.edges.at(-1) : undefined;
    if (outcome.kind === 'progress' && edge !== undefined) {
      for (const [i, left] of outcome.states.entries()) this.#nodes.set(left.state, edge.targets[i]!);
    }
    const asked = this.#known.get(node) ?? new Map<string, TacticOutcome<S>>();
    this.#known.set(node, asked.set(tactic, outcome));
    return outcome;
  }
}

const cancelled: TacticOutcome<never> = { kind: 'error', error: 'cancelled', message: 'cancelled', micros: 0 };
