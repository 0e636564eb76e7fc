import type { Candidate, Proposal, ProposalRequest, TacticGenerator } from '../../../src/contracts/generator.ts';
import type { Game } from './game.ts';

/** Proposes what a function says, and keeps the requests that it got, call by call. */
export class ScriptedGenerator implements TacticGenerator {
  readonly name = 'scripted';
  readonly calls: (readonly ProposalRequest[])[] = [];
  readonly #propose: (request: ProposalRequest) => readonly Candidate[] | Promise<readonly Candidate[]>;
  readonly #valueIn: (state: string) => number | undefined;

  /** @param valueIn what it says of the chance of a state, if anything */
  constructor(
    propose: (request: ProposalRequest) => readonly Candidate[] | Promise<readonly Candidate[]>,
    valueIn: (state: string) => number | undefined = () => undefined,
  ) {
    this.#propose = propose;
    this.#valueIn = valueIn;
  }

  async propose(requests: readonly ProposalRequest[]): Promise<readonly Proposal[]> {
    this.calls.push(requests);
    const answers = await Promise.all(requests.map((request) => this.#propose(request)));
    return answers.map((candidates, i) => {
      const value = this.#valueIn(requests[i]?.goals[0]?.target ?? '');
      return { kind: 'candidates', candidates, tokens: candidates.length, ...(value !== undefined && { value }) };
    });
  }

  async close(): Promise<void> {}
}

/** Names of the states that were expanded, in order. */
export const expandedStates = (generator: ScriptedGenerator): readonly string[] =>
  generator.calls.flatMap((requests) => requests.map((request) => request.goals[0]?.target ?? ''));

/**
 * Proposes the tactics that a game has for a state, in the order of the table: the first with log-probability -1, the
 * next with -2, and so on.
 */
export const tableGenerator = (game: Game, valueIn?: (state: string) => number | undefined): ScriptedGenerator =>
  new ScriptedGenerator(
    ({ goals, count }) =>
      Object.keys(game[goals[0]?.target ?? ''] ?? {})
        .slice(0, count)
        .map((tactic, rank) => ({ tactic, logProbability: -1 - rank })),
    valueIn,
  );
