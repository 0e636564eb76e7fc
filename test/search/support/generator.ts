import type { Candidate, Proposal, ProposalRequest, TacticGenerator } from '../../../src/contracts/generator.ts';
import type { Game } from './game.ts';

/** What a source may say of a state beside its tactics. */
type Said = Pick<Extract<Proposal, { kind: 'candidates' }>, 'value' | 'unseen'>;

/** Proposes what a function says, and keeps the requests that it got, call by call. */
export class ScriptedGenerator implements TacticGenerator {
  readonly name = 'scripted';
  readonly calls: (readonly ProposalRequest[])[] = [];
  readonly #propose: (request: ProposalRequest) => readonly Candidate[] | Promise<readonly Candidate[]>;
  readonly #says: (state: string) => Said;

  /** @param says what it says of a state beside its tactics */
  constructor(
    propose: (request: ProposalRequest) => readonly Candidate[] | Promise<readonly Candidate[]>,
    says: (state: string) => Said = () => ({}),
  ) {
    this.#propose = propose;
    this.#says = says;
  }

  async propose(requests: readonly ProposalRequest[]): Promise<readonly Proposal[]> {
    this.calls.push(requests);
    const answers = await Promise.all(requests.map((request) => this.#propose(request)));
    return answers.map((candidates, i) => {
      const said = this.#says(requests[i]?.goals[0]?.target ?? '');
      return { kind: 'candidates', candidates, tokens: candidates.length, ...said };
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
export const tableGenerator = (game: Game, says?: (state: string) => Said): ScriptedGenerator =>
  new ScriptedGenerator(
    ({ goals, count }) =>
      Object.keys(game[goals[0]?.target ?? ''] ?? {})
        .slice(0, count)
        .map((tactic, rank) => ({ tactic, logProbability: -1 - rank })),
    says,
  );
