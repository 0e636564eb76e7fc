import type { OpenState, ProofEnvironment } from '../contracts/environment.ts';
import type { Goal } from '../data/goal.ts';
import { stateText } from '../generator/state-text.ts';
import type { CaseName, TacticTree } from '../lean/index.ts';

/** A step that Lean has made: a search that tries this tactic on this state gets these states. */
export interface ReplayedStep {
  readonly state: string;
  readonly tactic: string;
  readonly after: readonly string[];
  /** Where the tactic stands in the file. */
  readonly range: TacticTree['range'];
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
  proof: readonly TacticTree[],
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

  /** Runs tactics, which have to prove all the given states. */
  async close(tactics: readonly TacticTree[], open: Open<S>): Promise<void> {
    const left = await this.#block(tactics, open);
    if (left.length > 0) throw new NotReplayed('goals are left');
  }

  async #block(tactics: readonly TacticTree[], open: Open<S>): Promise<Open<S>> {
    if (tactics.length === 0) throw new NotReplayed('an empty block');
    let states = open;
    for (const tactic of tactics) states = await this.#apart(tactic, states);
    return states;
  }

  /** A tactic in its parts, or, where these do not come out, whole. */
  async #apart(tactic: TacticTree, open: Open<S>): Promise<Open<S>> {
    if (tactic.kind === 'plain') return this.#step(tactic.text, tactic, open);
    const before = this.steps.length;
    try {
      return await this.#parts(tactic, open);
    } catch (error) {
      if (!(error instanceof NotReplayed) || tactic.kind === 'focus' || tactic.kind === 'case') throw error;
      this.steps.length = before;
      return this.#step(tactic.text, tactic, open);
    }
  }

  async #parts(tactic: TacticTree, open: Open<S>): Promise<Open<S>> {
    const [first, ...others] = open;
    if (first === undefined) throw new NotReplayed('no goals are left');
    const bodies = tactic.parts.map(({ parts }) => parts);
    const [body = []] = bodies;
    switch (tactic.kind) {
      case 'focus':
        await this.close(body, [first]);
        return others;
      case 'case':
        return this.#cases(tactic.parts, tactic, open);
      case 'alternatives': {
        const left = await this.#cases(tactic.parts, tactic, await this.#step(tactic.head, tactic, [first]));
        if (left.length > 0) throw new NotReplayed('an alternative is missing');
        return others;
      }
      case 'have': {
        const made = await this.#step(tactic.head, tactic, [first]);
        const isMain = ({ goals }: OpenState<S>) =>
          goals[0]?.hypotheses.some(({ name }) => name === tactic.name) ?? false;
        await this.close(
          body,
          made.filter((state) => !isMain(state)),
        );
        return [...made.filter(isMain), ...others];
      }
      case 'then': {
        const made = await this.#block(body, [first]);
        return [...(await this.#each(bodies[1] ?? [], made)), ...others];
      }
      case 'every':
        return this.#each(body, open);
      case 'sequence':
        return this.#block(body, open);
      default:
        return this.#step(tactic.text, tactic, open);
    }
  }

  async #each(tactics: readonly TacticTree[], open: Open<S>): Promise<Open<S>> {
    const left: OpenState<S>[] = [];
    for (const state of open) left.push(...(await this.#block(tactics, [state])));
    return left;
  }

  async #cases(parts: readonly TacticTree[], tactic: TacticTree, open: Open<S>): Promise<Open<S>> {
    let left = open;
    for (const { cases, parts: body } of parts) {
      for (const name of cases) left = await this.#case(name, body, tactic, left);
    }
    return left;
  }

  /** Proves the goal of a case, or, for the tag `_`, all goals. */
  async #case(
    { tag, names }: CaseName,
    body: readonly TacticTree[],
    tactic: TacticTree,
    open: Open<S>,
  ): Promise<Open<S>> {
    const isMeant = ({ goals }: OpenState<S>, i: number) =>
      tag === '_' || (tag === '' ? i === 0 : goals.some((goal) => hasTag(goal, tag)));
    const meant = open.filter(isMeant);
    if (meant.length === 0) throw new NotReplayed(`no goal has the tag ${tag}`);
    for (const state of meant) {
      const named = names.length === 0 ? [state] : await this.#step(`rename_i ${names.join(' ')}`, tactic, [state]);
      await this.close(body, named);
    }
    return open.filter((state) => !meant.includes(state));
  }

  /** One tactic on the first state. */
  async #step(text: string, { range }: TacticTree, open: Open<S>): Promise<Open<S>> {
    const [first, ...others] = open;
    if (first === undefined) throw new NotReplayed('no goals are left');
    const tactic = dedented(text, range.start.column);
    const [outcome] = await this.#environment.run(first.state, [tactic], this.#signal);
    if (outcome === undefined || outcome.kind === 'error') throw new NotReplayed(outcome?.message ?? 'no outcome');
    const made = outcome.kind === 'proved' ? [] : outcome.states;
    this.states.push(...made.map(({ state }) => state));
    this.steps.push({
      state: stateText(first.goals),
      tactic,
      after: made.map(({ goals }) => stateText(goals)),
      range,
    });
    return [...made, ...others];
  }
}

/** A text that begins at a column, as it would stand at the beginning of a line. */
function dedented(text: string, column: number): string {
  const [first = '', ...rest] = text.split('\n');
  const moved = rest.map((line) => line.slice(Math.min(column, line.length - line.trimStart().length)).trimEnd());
  return [first.trimEnd(), ...moved].join('\n').trim();
}

const hasTag = ({ tag }: Goal, wanted: string): boolean => tag === wanted || tag.endsWith(`.${wanted}`);
