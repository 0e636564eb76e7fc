import type {
  OpenState,
  ProofEnvironment,
  TacticErrorKind,
  TacticOutcome,
} from '../../../src/contracts/environment.ts';
import type { Goal } from '../../../src/data/goal.ts';

/**
 * A scripted Lean. States are named; for each a table says which states a tactic leaves (none: it closes the state), or
 * with which error it is refused. A tactic that the table lacks is an elaboration error.
 */
export type Game = Readonly<Record<string, Readonly<Record<string, readonly string[] | TacticErrorKind>>>>;

/** What a tactic of a game costs in Lean. */
export const microsPerTactic = 100;

export const goalNamed = (name: string): Goal => ({
  tag: '',
  pretty: `⊢ ${name}`,
  hypotheses: [],
  target: name,
  head: name,
  constants: [],
});

export interface Handle {
  readonly name: string;
  readonly serial: number;
}

/** Plays a game, and keeps a record of all that the search asks of it. */
export class GameEnvironment implements ProofEnvironment<Handle> {
  readonly calls: { readonly state: string; readonly tactics: readonly string[]; readonly patience: number }[] = [];
  readonly released: Handle[] = [];
  readonly made: Handle[] = [];
  running = 0;
  mostRunning = 0;
  readonly #game: Game;
  readonly #delay: () => Promise<void>;
  readonly #isSlow: (tactic: string) => boolean;

  /** @param isSlow tactics that need the whole of the limits */
  constructor(
    game: Game,
    delay: () => Promise<void> = async () => {},
    isSlow: (tactic: string) => boolean = () => false,
  ) {
    this.#game = game;
    this.#delay = delay;
    this.#isSlow = isSlow;
  }

  root(name: string): OpenState<Handle> {
    return this.#open(name, { name, serial: -1 });
  }

  async run(
    state: Handle,
    tactics: readonly string[],
    _signal: AbortSignal,
    patience = 1,
  ): Promise<readonly TacticOutcome<Handle>[]> {
    this.calls.push({ state: state.name, tactics, patience });
    this.mostRunning = Math.max(this.mostRunning, ++this.running);
    await this.#delay();
    this.running--;
    return tactics.map((tactic) =>
      this.#isSlow(tactic) && patience < 1 ? overran(tactic) : this.#outcome(state.name, tactic),
    );
  }

  release(states: readonly Handle[]): void {
    this.released.push(...states);
  }

  #outcome(state: string, tactic: string): TacticOutcome<Handle> {
    const left = this.#game[state]?.[tactic] ?? 'elaboration';
    if (typeof left === 'string') {
      return { kind: 'error', error: left, message: `${tactic} failed on ${state}`, micros: microsPerTactic };
    }
    if (left.length === 0) return { kind: 'proved', micros: microsPerTactic };
    return { kind: 'progress', states: left.map((name) => this.#make(name)), micros: microsPerTactic };
  }

  #make(name: string): OpenState<Handle> {
    const handle = { name, serial: this.made.length };
    this.made.push(handle);
    return this.#open(name, handle);
  }

  #open(name: string, state: Handle): OpenState<Handle> {
    return { state, key: name, goals: [goalNamed(name)] };
  }
}

const overran = (tactic: string): TacticOutcome<Handle> => ({
  kind: 'error',
  error: 'timeout',
  message: `${tactic} overran`,
  micros: microsPerTactic,
});
