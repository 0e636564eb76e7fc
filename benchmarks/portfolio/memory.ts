/**
 * A Lean that remembers: what a tactic did to a state is asked once and kept in a file, so that searches with the same
 * tactics in another order, or in another session, cost no Lean. Comparisons at equal checks stay what they are.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { OpenState, ProofEnvironment, TacticOutcome } from '../../src/contracts/environment.ts';
import { Goal } from '../../src/lean/protocol.ts';

/** A state by the way that leads to it; the real one is made when Lean has to be asked. */
export interface RememberedState<S> {
  readonly key: string;
  readonly origin: { readonly parent: RememberedState<S>; readonly tactic: string; readonly index: number } | undefined;
  real: S | undefined;
}

/** Files of before Lean was asked what the constants are can still be read. */
const RememberedGoal = Goal.extend({ definitions: Goal.shape.definitions.exactOptional() });

const errors = ['parse', 'elaboration', 'timeout', 'recursion', 'forbidden', 'unsolved', 'crash', 'cancelled'] as const;
const Outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('proved'), micros: z.number() }),
  z.object({ kind: z.literal('error'), error: z.enum(errors), message: z.string(), micros: z.number() }),
  z.object({
    kind: z.literal('progress'),
    micros: z.number(),
    states: z.array(
      z.object({ key: z.string(), goals: z.array(RememberedGoal), positions: z.array(z.int()).optional() }),
    ),
  }),
]);
type Outcome = z.infer<typeof Outcome>;
const Line = z.tuple([z.string(), z.string(), z.string(), Outcome]);

const longestMessage = 300;

/** Outcomes by theorem, state and tactic, kept in a file of one JSON array a line. */
export class Memory {
  readonly #outcomes = new Map<string, Outcome>();
  readonly #file: string;
  asked = 0;
  remembered = 0;

  constructor(file: string) {
    this.#file = file;
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    for (const line of lines.filter((text) => text.endsWith(']'))) {
      const [theorem, key, tactic, outcome] = Line.parse(JSON.parse(line));
      this.#outcomes.set(`${theorem}\n${key}\n${tactic}`, outcome);
    }
  }

  get(theorem: string, key: string, tactic: string): Outcome | undefined {
    const known = this.#outcomes.get(`${theorem}\n${key}\n${tactic}`);
    if (known === undefined) this.asked++;
    else this.remembered++;
    return known;
  }

  /** What a crash or a cancelled call said is not worth remembering. */
  set(theorem: string, key: string, tactic: string, outcome: Outcome): void {
    if (outcome.kind === 'error' && (outcome.error === 'crash' || outcome.error === 'cancelled')) return;
    this.#outcomes.set(`${theorem}\n${key}\n${tactic}`, outcome);
    appendFileSync(this.#file, `${JSON.stringify([theorem, key, tactic, outcome])}\n`);
  }
}

/** The states and tactics of one theorem, over a real Lean. */
export class RememberingLean<S> implements ProofEnvironment<RememberedState<S>> {
  readonly #lean: ProofEnvironment<S>;
  readonly #memory: Memory;
  readonly #theorem: string;

  constructor(lean: ProofEnvironment<S>, memory: Memory, theorem: string) {
    this.#lean = lean;
    this.#memory = memory;
    this.#theorem = theorem;
  }

  root(open: OpenState<S>): OpenState<RememberedState<S>> {
    return { ...open, state: { key: open.key, origin: undefined, real: open.state } };
  }

  async run(
    state: RememberedState<S>,
    tactics: readonly string[],
    signal: AbortSignal,
    patience = 1,
  ): Promise<readonly TacticOutcome<RememberedState<S>>[]> {
    const known = (tactic: string): Outcome | undefined =>
      this.#memory.get(this.#theorem, state.key, tactic) ??
      (patience < 1 ? this.#memory.get(this.#theorem, state.key, hurried(tactic, patience)) : undefined);
    const unknown = tactics.filter((tactic) => known(tactic) === undefined);
    const fresh = new Map<string, readonly (S | undefined)[]>();
    const outcomes = new Map<string, Outcome>();
    if (unknown.length > 0) {
      const answers = await this.#lean.run(await this.#real(state, signal), unknown, signal, patience);
      for (const [index, tactic] of unknown.entries()) {
        const answer = answers[index];
        if (answer === undefined) continue;
        if (answer.kind === 'progress')
          fresh.set(
            tactic,
            answer.states.map((left) => left.state),
          );
        const outcome = withoutStates(answer);
        outcomes.set(tactic, outcome);
        const overran = outcome.kind === 'error' && outcome.error === 'timeout' && patience < 1;
        this.#memory.set(this.#theorem, state.key, overran ? hurried(tactic, patience) : tactic, outcome);
      }
    }
    return tactics.map((tactic) => {
      const outcome = outcomes.get(tactic) ?? known(tactic);
      if (outcome === undefined) return { kind: 'error', error: 'crash', message: 'Lean did not answer', micros: 0 };
      if (outcome.kind !== 'progress') return outcome;
      const states = outcome.states.map(({ key, goals, positions }, index) => {
        const real = fresh.get(tactic)?.[index];
        const left: RememberedState<S> = { key, origin: { parent: state, tactic, index }, real };
        return { state: left, key, goals, ...(positions && { positions }) };
      });
      return { ...outcome, states };
    });
  }

  async unknownNames(
    state: RememberedState<S>,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlySet<string>> {
    return (await this.#lean.unknownNames?.(await this.#real(state, signal), names, signal)) ?? new Set();
  }

  release(states: readonly RememberedState<S>[]): void {
    const real = states.flatMap((state) => (state.real === undefined ? [] : [state.real]));
    for (const state of states) state.real = undefined;
    if (real.length > 0) this.#lean.release(real);
  }

  async #real(state: RememberedState<S>, signal: AbortSignal): Promise<S> {
    if (state.real !== undefined) return state.real;
    if (state.origin === undefined) throw new Error('the start of a search was released');
    const { parent, tactic, index } = state.origin;
    const [outcome] = await this.#lean.run(await this.#real(parent, signal), [tactic], signal);
    const made = outcome?.kind === 'progress' ? outcome.states[index]?.state : undefined;
    if (made === undefined) throw new Error(`${tactic} did not do again what it had done: ${JSON.stringify(outcome)}`);
    state.real = made;
    return made;
  }
}

/** Under which name it is remembered that a tactic overran a share of the limits. */
const hurried = (tactic: string, patience: number): string => `${tactic}\n-- within ${patience}`;

function withoutStates<S>(outcome: TacticOutcome<S>): Outcome {
  if (outcome.kind === 'error') return { ...outcome, message: outcome.message.slice(0, longestMessage) };
  if (outcome.kind === 'proved') return outcome;
  const states = outcome.states.map(({ key, goals, positions }) => ({
    key,
    goals: [...goals].map((goal) => Goal.parse(goal)),
    ...(positions && { positions: [...positions] }),
  }));
  return { kind: 'progress', micros: outcome.micros, states };
}
