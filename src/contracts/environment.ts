import type { Goal } from '../data/goal.ts';

/**
 * What the search needs from Lean, and all that it knows of it. `S` names an immutable proof state; the search never
 * looks inside. The real environment is `src/lean/session/session.ts`; tests script one.
 */
export interface ProofEnvironment<S> {
  /**
   * Tries tactics on a state. One outcome per tactic, in order. A crashed or overrun Lean is the environment's
   * business: it replaces the process and answers with an error outcome for the tactic at fault only.
   * Resolves early, with the outcomes marked `cancelled`, when the signal aborts.
   *
   * @param patience the share of the environment's own limits, above 0 and at most 1, that each tactic gets; 1 by default
   */
  run(
    state: S,
    tactics: readonly string[],
    signal: AbortSignal,
    patience?: number,
  ): Promise<readonly TacticOutcome<S>[]>;
  /**
   * Those of these names that are sure to mean nothing where a state stands: no constant, no hypothesis, no word of the syntax.
   * Costs no check; where the environment cannot tell, the set is empty.
   */
  unknownNames?(state: S, names: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>>;
  /** The search will not use these states again. */
  release(states: readonly S[]): void;
}

/** One goal, or a group of goals coupled by shared metavariables: an OR node of the proof graph. */
export interface OpenState<S> {
  readonly state: S;
  /** Equal for equal states; the graph makes them one node. */
  readonly key: string;
  readonly goals: readonly Goal[];
  /**
   * Indices, ascending, of these goals in the whole list of goals that the tactic (or the start) left, over all of its
   * states. Where one of the states lacks it, goals are taken to be listed state after state.
   */
  readonly positions?: readonly number[];
}

export type TacticErrorKind =
  | 'parse'
  | 'elaboration'
  | 'timeout'
  | 'recursion'
  | 'forbidden'
  | 'unsolved'
  | 'crash'
  | 'cancelled';

export type TacticOutcome<S> =
  | { readonly kind: 'proved'; readonly micros: number }
  | { readonly kind: 'progress'; readonly states: readonly OpenState<S>[]; readonly micros: number }
  | { readonly kind: 'error'; readonly error: TacticErrorKind; readonly message: string; readonly micros: number };
