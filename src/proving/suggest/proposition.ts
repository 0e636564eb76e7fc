import type { OpenState, TacticErrorKind } from '../../contracts/environment.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { Lean, SessionState } from '../../lean/index.ts';
import { openFailure } from '../open/failure.ts';

/** A proposition in Lean, to be proved. It is held until it is disposed of. */
export interface Proposition extends Disposable {
  readonly start: OpenState<SessionState>;
}

/** Why a text is no proposition for us. */
export interface Unreadable {
  /**
   * `refused`: what it holds, or what it takes, is forbidden to tactics, too. `malformed`: it does not parse. `unread`: Lean
   * makes no proposition of it.
   */
  readonly kind: 'refused' | 'malformed' | 'unread';
  readonly message: string;
}

/**
 * Reads a proposition that somebody sent. The text is foreign, as a tactic is. So it is given to Lean as one: refused by
 * what it holds, within the limits of a tactic.
 */
export async function readProposition(
  lean: Lean,
  text: string,
  signal: AbortSignal,
): Promise<Result<Proposition, Unreadable>> {
  const unread = (message: string) => fail({ kind: 'unread' as const, message });
  const started = await lean.startStatement('True', signal);
  if (!started.ok) {
    const failure = openFailure(started.error);
    return unread(failure.kind === 'cancelled' ? failure.kind : failure.message);
  }
  const held = started.value.map(({ state }) => state);
  const release = () => lean.release(held);
  const [origin] = started.value;
  const [read] = origin === undefined ? [] : await lean.run(origin.state, [statingTactic(text)], signal);
  if (read?.kind === 'progress') held.push(...read.states.map(({ state }) => state));
  const [start, ...others] = read?.kind === 'progress' ? read.states : [];
  if (start !== undefined && others.length === 0) return ok({ start, [Symbol.dispose]: release });
  release();
  if (read?.kind !== 'error') return unread('it is not one proposition');
  return fail({ kind: kinds[read.error], message: read.message });
}

const kinds: Readonly<Record<TacticErrorKind, Unreadable['kind']>> = {
  parse: 'malformed',
  elaboration: 'unread',
  unsolved: 'unread',
  cancelled: 'unread',
  forbidden: 'refused',
  timeout: 'refused',
  recursion: 'refused',
  crash: 'refused',
};

/** Leaves the proposition as its goal. Indented, so that no line of it can begin a tactic or a command of its own. */
const statingTactic = (text: string): string => `refine (fun (_ :\n${text.replace(/^/gm, '    ')}\n  ) => trivial) ?_`;

/** The goal that is left of a stated one when its binders have these names; `undefined` where Lean reads other binders. */
export async function introduce(
  lean: Lean,
  start: OpenState<SessionState>,
  names: readonly string[],
  signal: AbortSignal,
): Promise<OpenState<SessionState> | undefined> {
  const [outcome] = await lean.run(start.state, [introTactic(names)], signal);
  const [only, ...others] = outcome?.kind === 'progress' ? outcome.states : [];
  if (only !== undefined && others.length === 0) return only;
  lean.release((outcome?.kind === 'progress' ? outcome.states : []).map(({ state }) => state));
  return undefined;
}

export const introTactic = (names: readonly string[]): string => `intro ${names.join(' ')}`;
