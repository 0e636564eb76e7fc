import type { OpenState } from '../../contracts/environment.ts';

/**
 * For each state the indices of its goals in the list of goals left; `undefined` where the goals simply follow state
 * after state, which is nearly always, or where the environment does not say.
 */
export function goalPositions<S>(states: readonly OpenState<S>[]): readonly (readonly number[])[] | undefined {
  const positions: (readonly number[])[] = [];
  let next = 0;
  let inOrder = true;
  for (const state of states) {
    if (state.positions === undefined) return undefined;
    for (const position of state.positions) inOrder = position === next++ && inOrder;
    positions.push(state.positions);
  }
  return inOrder ? undefined : positions;
}

/** The positions of goals that follow group after group, from the sizes of the groups. */
export function consecutivePositions(sizes: readonly number[]): readonly (readonly number[])[] {
  let next = 0;
  return sizes.map((size) => Array.from({ length: size }, () => next++));
}
