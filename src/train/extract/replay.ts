import type { OpenState, ProofEnvironment } from '../../contracts/environment.ts';
import type { Goal } from '../../data/goal.ts';
import { stateText } from '../../generator/state-text.ts';
import { type Block, indentation } from './source.ts';
import { type CaseName, type Tactic, tacticsOf } from './tactic-tree.ts';

/** A step that Lean has made: a search that tries this tactic on this state gets these states. */
export interface ReplayedStep {
  readonly state: string;
  readonly tactic: string;
  readonly after: readonly string[];
  /** Where the tactic begins in the file, both 1-based. */
  readonly line: number;
  readonly column: number;
}

/** Lean did not take a tactic where it stands, or a part of the proof left goals open. */
class NotReplayed extends Error {}

/**
 * Replays a proof step by step, as a search would make it, and returns the steps; `undefined` where it does not come
 * out. Structured tactics come apart; what cannot be taken apart stays one step.
 */
export async function replayProof<S>(
  environment: ProofEnvironment<S>,
  roots: readonly OpenState<S>[],
  proof: Block,
  signal: AbortSignal,
): Promise<readonly ReplayedStep[] | undefined> {
  const replay = new Replay(environment, signal);
  try {
    await replay.close(proof, roots);
    return replay.steps;
  } catch (error) {
    if (error instanceof NotReplayed) return undefined;
    throw error;
  } finally {
    environment.release(replay.states);
  }
}

type Open<S> = readonly OpenState<S>[];

class Replay<S> {
  readonly #environment: ProofEnvironment<S>;
  readonly #signal: AbortSignal;
  steps: ReplayedStep[] = [];
  readonly states: S[] = [];

  constructor(environment: ProofEnvironment<S>, signal: AbortSignal) {
    this.#environment = environment;
    this.#signal = signal;
  }

  /** Runs a block, which has to prove all the given states. */
  async close(block: Block, open: Open<S>): Promise<void> {
    const left = await this.#block(block, open);
    if (left.length > 0) throw new NotReplayed('goals are left');
  }

  async #block(block: Block, open: Open<S>): Promise<Open<S>> {
    if (block.lines.length === 0) throw new NotReplayed('an empty block');
    let states = open;
    for (const tactic of tacticsOf(block)) states = await this.#apart(tactic, states);
    return states;
  }

  /** A tactic in its parts, or, where these do not come out, whole. */
  async #apart(tactic: Tactic, open: Open<S>): Promise<Open<S>> {
    if (tactic.kind === 'plain') return this.#step(tactic.whole, tactic.block, open);
    const before = this.steps.length;
    try {
      return await this.#parts(tactic, open);
    } catch (error) {
      if (!(error instanceof NotReplayed) || tactic.kind === 'focus' || tactic.kind === 'case') throw error;
      this.steps.length = before;
      return this.#step(tactic.whole, tactic.block, open);
    }
  }

  async #parts(tactic: Exclude<Tactic, { kind: 'plain' }>, open: Open<S>): Promise<Open<S>> {
    const [first, ...others] = open;
    if (first === undefined) throw new NotReplayed('no goals are left');
    switch (tactic.kind) {
      case 'focus':
        await this.close(tactic.body, [first]);
        return others;
      case 'case':
        return this.#case(tactic.name, tactic.body, tactic.block, open);
      case 'alternatives': {
        let left = await this.#step(tactic.head, tactic.block, [first]);
        for (const { names, body } of tactic.cases) {
          for (const name of names) left = await this.#case(name, body, tactic.block, left);
        }
        if (left.length > 0) throw new NotReplayed('an alternative is missing');
        return others;
      }
      case 'have': {
        const made = await this.#step(tactic.head, tactic.block, [first]);
        const isMain = ({ goals }: OpenState<S>) =>
          goals[0]?.hypotheses.some(({ name }) => name === tactic.name) ?? false;
        await this.close(
          tactic.body,
          made.filter((state) => !isMain(state)),
        );
        return [...made.filter(isMain), ...others];
      }
      case 'then': {
        const made = await this.#block(tactic.first, [first]);
        return [...(await this.#each(tactic.second, made)), ...others];
      }
      case 'every':
        return this.#each(tactic.body, open);
      case 'sequence': {
        let left = open;
        for (const part of tactic.parts) left = await this.#block(part, left);
        return left;
      }
    }
  }

  async #each(block: Block, open: Open<S>): Promise<Open<S>> {
    const left: OpenState<S>[] = [];
    for (const state of open) left.push(...(await this.#block(block, [state])));
    return left;
  }

  /** Proves the goal of a case, or, for the tag `_`, all goals. */
  async #case({ tag, names }: CaseName, body: Block, block: Block, open: Open<S>): Promise<Open<S>> {
    const isMeant = ({ goals }: OpenState<S>, i: number) =>
      tag === '_' || (tag === '' ? i === 0 : goals.some((goal) => hasTag(goal, tag)));
    const meant = open.filter(isMeant);
    if (meant.length === 0) throw new NotReplayed(`no goal has the tag ${tag}`);
    for (const state of meant) {
      const named = names.length === 0 ? [state] : await this.#step(`rename_i ${names.join(' ')}`, block, [state]);
      await this.close(body, named);
    }
    return open.filter((state) => !meant.includes(state));
  }

  /** One tactic on the first state. */
  async #step(tactic: string, { line, lines }: Block, open: Open<S>): Promise<Open<S>> {
    const [first, ...others] = open;
    if (first === undefined) throw new NotReplayed('no goals are left');
    const [outcome] = await this.#environment.run(first.state, [tactic], this.#signal);
    if (outcome === undefined || outcome.kind === 'error') throw new NotReplayed(outcome?.message ?? 'no outcome');
    const made = outcome.kind === 'proved' ? [] : outcome.states;
    this.states.push(...made.map(({ state }) => state));
    this.steps.push({
      state: stateText(first.goals),
      tactic,
      after: made.map(({ goals }) => stateText(goals)),
      line: line + 1,
      column: indentation(lines[0]!) + 1,
    });
    return [...made, ...others];
  }
}

const hasTag = ({ tag }: Goal, wanted: string): boolean => tag === wanted || tag.endsWith(`.${wanted}`);
