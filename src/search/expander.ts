import type { ProofEnvironment } from '../contracts/environment.ts';
import type { Candidate, Proposal, ProposalRequest, TacticGenerator, TheoremContext } from '../contracts/generator.ts';
import type { Accounts } from './accounts.ts';
import type { Engine } from './engine.ts';
import type { SearchListener } from './events.ts';
import type { GraphNode } from './graph/node.ts';
import type { SearchOptions } from './options.ts';
import { crash, type ErrorEnding, generatorFailure } from './result.ts';
import { atTemperature } from './scorer.ts';
import { requestSeed } from './seed.ts';
import { newCandidates } from './tactic.ts';

export interface ExpanderParts<S> {
  readonly engine: Engine<S>;
  readonly environment: ProofEnvironment<S>;
  readonly generator: TacticGenerator;
  readonly theorem: TheoremContext;
  readonly options: SearchOptions;
  readonly accounts: Accounts;
  /** Tactics that Lean may be given at most, over the whole search. */
  readonly checks: number;
  readonly seed: number;
  /** Aborts when the search has ended: answers that come later are not entered any more. */
  readonly signal: AbortSignal;
  readonly onEvent: SearchListener | undefined;
  /** Something has happened that may let more be started. */
  readonly onProgress: () => void;
  readonly onError: (ending: ErrorEnding) => void;
}

/**
 * Expands nodes: asks the generator for candidates and has Lean check them. At most one call to the generator is under
 * way at a time, so that what becomes ready meanwhile goes into the next call together; Lean works on all nodes that
 * have their candidates.
 */
export class Expander<S> {
  readonly #parts: ExpanderParts<S>;
  #asking = false;
  #busy = 0;

  constructor(parts: ExpanderParts<S>) {
    this.#parts = parts;
  }

  /** Nodes being expanded. */
  get busy(): number {
    return this.#busy;
  }

  /** Is the generator at work? */
  get asking(): boolean {
    return this.#asking;
  }

  /** Starts the expansion of these nodes together. Only while the generator is free. */
  start(nodes: readonly GraphNode<S>[]): void {
    const { generator, accounts, signal } = this.#parts;
    const requests = nodes.map((node) => this.#request(node));
    this.#busy += nodes.length;
    this.#asking = true;
    this.#guard(async () => {
      const proposals = await accounts.model(() => generator.propose(requests, signal));
      this.#asking = false;
      if (signal.aborted) return;
      for (const [index, node] of nodes.entries()) this.#deal(node, proposals[index]);
      this.#parts.onProgress();
    });
  }

  #guard(work: () => Promise<void>): void {
    work().catch((cause) => this.#parts.onError(crash(cause)));
  }

  #request({ goals, key }: GraphNode<S>): ProposalRequest {
    const { engine, theorem, seed } = this.#parts;
    return { theorem, goals, count: engine.candidatesWanted, seed: requestSeed(seed, key, engine.round) };
  }

  /** Sends a node on to Lean with its candidates. */
  #deal(node: GraphNode<S>, proposal: Proposal | undefined): void {
    const { engine, generator, accounts, options, onEvent, onError } = this.#parts;
    if (proposal === undefined) throw new Error(`the generator ${generator.name} left a request unanswered`);
    if (proposal.kind === 'failed') {
      onError(generatorFailure(generator.name, proposal.message));
      return;
    }
    const { round } = engine;
    const { tokens } = proposal;
    const candidates = accounts.engine(() => this.#candidates(node, proposal.candidates));
    const mayHaveMore = proposal.candidates.length >= engine.candidatesWanted && round < options.rounds;
    const tried = mayHaveMore ? [...(node.tried ?? []), ...candidates.map(({ tactic }) => tactic)] : undefined;
    accounts.tokens += tokens;
    onEvent?.({ kind: 'expanded', node: node.id, round, candidates: candidates.length, tokens });
    this.#guard(async () => {
      const complete = await this.#check(node, candidates);
      if (complete) accounts.engine(() => engine.finish(node, tried));
      this.#busy--;
      this.#parts.onProgress();
    });
  }

  #candidates(node: GraphNode<S>, given: readonly Candidate[]): readonly Candidate[] {
    return atTemperature(newCandidates(given, node.tried ?? []), this.#parts.options.temperature);
  }

  /** Has Lean check candidates, batch by batch. False if it stopped although the node still needs the rest of them. */
  async #check(node: GraphNode<S>, candidates: readonly Candidate[]): Promise<boolean> {
    const { engine, environment, accounts, options, checks, signal } = this.#parts;
    let next = 0;
    while (next < candidates.length && node.status === 'open' && node.state !== undefined) {
      const batch = candidates.slice(next, next + Math.min(options.batch, checks - accounts.checks));
      if (batch.length === 0 || signal.aborted) return false;
      next += batch.length;
      accounts.checks += batch.length;
      const tactics = batch.map(({ tactic }) => tactic);
      const outcomes = await environment.run(node.state, tactics, signal);
      if (signal.aborted) {
        const late = outcomes.flatMap((outcome) => (outcome.kind === 'progress' ? outcome.states : []));
        engine.release(late.map(({ state }) => state));
        return false;
      }
      accounts.engine(() => engine.integrate(node, batch, outcomes));
      this.#parts.onProgress();
    }
    return true;
  }
}
