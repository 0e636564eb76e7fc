import type { OpenState, ProofEnvironment, TacticErrorKind } from '../contracts/environment.ts';
import type { Goal } from '../data/goal.ts';
import { stateText } from '../generator/state-text.ts';
import type { CaseName, Range, TacticTree, Use } from '../lean/index.ts';

/** A step that Lean has made: a search that tries this tactic on this state gets these states. */
export interface ReplayedStep {
  readonly state: string;
  readonly tactic: string;
  readonly after: readonly string[];
  /** Where the tactic stands in the file. */
  readonly range: Range;
  readonly uses: readonly Use[];
}

/**
 * Why a step was not made again. `goals-left`: a part of the proof ended with goals. `no-goals`: there was none for it.
 * `no-case`: no goal has the tag of a case. Otherwise what Lean said of the tactic.
 */
export type ReplayFailureReason = TacticErrorKind | 'goals-left' | 'no-goals' | 'no-case';

export interface ReplayFailure {
  readonly reason: ReplayFailureReason;
  readonly message: string;
  readonly tactic: string;
  /** Of the state that it was tried on; `''` where there was none. */
  readonly state: string;
  readonly range: Range;
}

/** What came of a proof. All of its steps are in one of the three; it is whole where the last two are empty. */
export interface Replayed {
  readonly steps: readonly ReplayedStep[];
  readonly failures: readonly ReplayFailure[];
  /** Steps that come after one that failed. */
  readonly unreached: number;
}

/**
 * Replays a proof step by step, as a search would make it. Structured tactics come apart; what does not come out in parts
 * is one step. Where a part of the proof fails that proves a goal of its own, what is beside it goes on.
 */
export async function replayProof<S>(
  environment: ProofEnvironment<S>,
  roots: readonly OpenState<S>[],
  proof: readonly TacticTree[],
  signal: AbortSignal,
): Promise<Replayed> {
  const replay = new Replay(environment, signal);
  try {
    await replay.close(proof, roots);
    return { steps: replay.steps, failures: replay.failures, unreached: replay.unreached };
  } finally {
    environment.release(replay.states);
  }
}

/** Steps that a proof comes apart into. */
export const countSteps = (tactics: readonly TacticTree[]): number =>
  tactics.reduce(
    (sum, { parts, head }) => sum + (parts.length === 0 ? 1 : countSteps(parts) + (head === '' ? 0 : 1)),
    0,
  );

type Open<S> = readonly OpenState<S>[];

class Replay<S> {
  readonly #environment: ProofEnvironment<S>;
  readonly #signal: AbortSignal;
  steps: ReplayedStep[] = [];
  failures: ReplayFailure[] = [];
  unreached = 0;
  readonly states: S[] = [];

  constructor(environment: ProofEnvironment<S>, signal: AbortSignal) {
    this.#environment = environment;
    this.#signal = signal;
  }

  /** Runs tactics, which have to prove all the given states. */
  async close(tactics: readonly TacticTree[], open: Open<S>): Promise<boolean> {
    const left = await this.#block(tactics, open);
    const [goal] = left ?? [];
    if (goal !== undefined) this.#fail('goals-left', 'goals are left', tactics.at(-1), goal);
    return left?.length === 0;
  }

  /** What the tactics leave; `undefined` where one of them fails. */
  async #block(tactics: readonly TacticTree[], open: Open<S>): Promise<Open<S> | undefined> {
    let states = open;
    for (const [i, tactic] of tactics.entries()) {
      const left = await this.#apart(tactic, states);
      if (left === undefined) {
        this.unreached += countSteps(tactics.slice(i + 1));
        return undefined;
      }
      states = left;
    }
    return states;
  }

  /** A tactic in its parts, or, where these do not come out, whole. */
  async #apart(tactic: TacticTree, open: Open<S>): Promise<Open<S> | undefined> {
    if (tactic.parts.length === 0) return this.#step(tactic.text, tactic, open);
    const { steps, failures, unreached } = this;
    this.steps = [...steps];
    this.failures = [...failures];
    const left = await this.#parts(tactic, open);
    if (left !== undefined && this.failures.length === failures.length) return left;
    if (tactic.kind === 'focus' || tactic.kind === 'case') return left;
    const inParts = { steps: this.steps, failures: this.failures, unreached: this.unreached };
    Object.assign(this, { steps: [...steps], failures: [...failures], unreached });
    const whole = await this.#step(tactic.text, { ...tactic, uses: [...usesOf(tactic)] }, open);
    if (whole === undefined) Object.assign(this, inParts);
    return whole ?? left;
  }

  async #parts(tactic: TacticTree, open: Open<S>): Promise<Open<S> | undefined> {
    const bodies = tactic.parts.map(({ parts }) => parts);
    const [body = []] = bodies;
    const [first, ...others] = open;
    if (first === undefined) return this.#giveUp('no-goals', 'no goals are left', tactic);
    switch (tactic.kind) {
      case 'focus':
        await this.close(body, [first]);
        return others;
      case 'case':
        return this.#cases(tactic.parts, tactic, open);
      case 'alternatives': {
        const made = await this.#head(tactic, first);
        if (made === undefined) return undefined;
        const left = await this.#cases(tactic.parts, tactic, made);
        const [goal] = left ?? [];
        if (goal !== undefined) this.#fail('goals-left', 'an alternative is missing', tactic, goal);
        return others;
      }
      case 'have': {
        const made = await this.#head(tactic, first);
        if (made === undefined) return undefined;
        const isMain = ({ goals }: OpenState<S>) =>
          goals[0]?.hypotheses.some(({ name }) => name === tactic.name) ?? false;
        await this.close(
          body,
          made.filter((state) => !isMain(state)),
        );
        return [...made.filter(isMain), ...others];
      }
      case 'holes': {
        const made = await this.#head(tactic, first);
        if (made === undefined) return undefined;
        if (made.length < bodies.length) return this.#giveUp('no-goals', 'a proof has no goal of its own', tactic);
        for (const [i, each] of bodies.entries()) await this.close(each, made.slice(i, i + 1));
        return [...made.slice(bodies.length), ...others];
      }
      case 'then': {
        const made = await this.#block(body, [first]);
        const left = made && (await this.#each(bodies[1] ?? [], made));
        return left && [...left, ...others];
      }
      case 'every':
        return this.#each(body, open);
      case 'sequence':
        return this.#block(body, open);
      case 'rewrites':
        return this.#block(tactic.parts, open);
      default:
        return this.#step(tactic.text, tactic, open);
    }
  }

  /** What the head of a tactic leaves; its blocks are not reached where it fails. */
  async #head(tactic: TacticTree, open: OpenState<S>): Promise<Open<S> | undefined> {
    const made = await this.#step(tactic.head, tactic, [open]);
    if (made === undefined) this.unreached += countSteps(tactic.parts);
    return made;
  }

  async #each(tactics: readonly TacticTree[], open: Open<S>): Promise<Open<S> | undefined> {
    const left: OpenState<S>[] = [];
    for (const state of open) {
      const some = await this.#block(tactics, [state]);
      if (some === undefined) return undefined;
      left.push(...some);
    }
    return left;
  }

  async #cases(parts: readonly TacticTree[], tactic: TacticTree, open: Open<S>): Promise<Open<S> | undefined> {
    let left = open;
    for (const { cases, parts: body } of parts) {
      for (const name of cases) {
        const others = await this.#case(name, body, tactic, left);
        if (others === undefined) return undefined;
        left = others;
      }
    }
    return left;
  }

  /** Proves the goal of a case, or, for the tag `_`, all goals. */
  async #case(
    { tag, names }: CaseName,
    body: readonly TacticTree[],
    tactic: TacticTree,
    open: Open<S>,
  ): Promise<Open<S> | undefined> {
    const isMeant = ({ goals }: OpenState<S>, i: number) =>
      tag === '_' || (tag === '' ? i === 0 : goals.some((goal) => hasTag(goal, tag)));
    const meant = open.filter(isMeant);
    if (meant.length === 0)
      return this.#giveUp('no-case', `no goal has the tag ${tag}`, { ...tactic, parts: [...body] });
    for (const state of meant) {
      const renaming = { ...tactic, uses: [] as Use[] };
      const named = names.length === 0 ? [state] : await this.#step(`rename_i ${names.join(' ')}`, renaming, [state]);
      if (named === undefined) this.unreached += countSteps(body);
      else await this.close(body, named);
    }
    return open.filter((state) => !meant.includes(state));
  }

  /** One tactic on the first state. */
  async #step(text: string, { range, uses }: TacticTree, open: Open<S>): Promise<Open<S> | undefined> {
    const [first, ...others] = open;
    const tactic = dedented(text, range.start.column);
    if (first === undefined) return this.#fail('no-goals', 'no goals are left', { text: tactic, range });
    if (reorder.test(tactic) && open.every(({ goals }) => goals.length === 1)) return reordered(tactic, open);
    const [outcome] = await this.#environment.run(first.state, [tactic], this.#signal);
    if (outcome === undefined || outcome.kind === 'error') {
      const reason = outcome?.error ?? 'cancelled';
      return this.#fail(reason, outcome?.message ?? 'cancelled', { text: tactic, range }, first);
    }
    const made = outcome.kind === 'proved' ? [] : outcome.states;
    this.states.push(...made.map(({ state }) => state));
    this.steps.push({
      state: stateText(first.goals),
      tactic,
      after: made.map(({ goals }) => stateText(goals)),
      range,
      uses,
    });
    return [...made, ...others];
  }

  /** A tactic fails before it is run, and its parts with it. */
  #giveUp(reason: ReplayFailureReason, message: string, tactic: TacticTree): undefined {
    this.unreached += Math.max(0, countSteps(tactic.parts) - 1);
    return this.#fail(reason, message, tactic);
  }

  #fail(
    reason: ReplayFailureReason,
    message: string,
    tactic: Pick<TacticTree, 'text' | 'range'> | undefined,
    state?: OpenState<S>,
  ): undefined {
    const start = { line: 1, column: 0, byte: 0 };
    this.failures.push({
      reason,
      message,
      tactic: tactic?.text ?? '',
      state: state === undefined ? '' : stateText(state.goals),
      range: tactic?.range ?? { start, stop: start },
    });
    return undefined;
  }
}

/** What a tactic and all of its parts use, each once. */
export function usesOf({ uses, parts }: TacticTree): readonly Use[] {
  const all = new Map<string, Use>();
  for (const use of [...uses, ...parts.flatMap(usesOf)]) {
    if (!all.get(use.name)?.named) all.set(use.name, use);
  }
  return [...all.values()];
}

/** Tactics that only change which goal is the first. */
const reorder = /^(?:swap|rotate_(?:left|right)(?: \d+)?)$/;

function reordered<S>(tactic: string, open: Open<S>): Open<S> {
  if (tactic === 'swap') return [...open.slice(1, 2), ...open.slice(0, 1), ...open.slice(2)];
  const count = Number(/\d+$/.exec(tactic)?.[0] ?? 1) % Math.max(1, open.length);
  const from = tactic.startsWith('rotate_left') ? count : open.length - count;
  return [...open.slice(from), ...open.slice(0, from)];
}

/** A text that begins at a column, as it would stand at the beginning of a line. */
function dedented(text: string, column: number): string {
  const [first = '', ...rest] = text.split('\n');
  const moved = rest.map((line) => line.slice(Math.min(column, line.length - line.trimStart().length)).trimEnd());
  return [first.trimEnd(), ...moved].join('\n').trim();
}

const hasTag = ({ tag }: Goal, wanted: string): boolean => tag === wanted || tag.endsWith(`.${wanted}`);
