import type { ProofTrace } from '../../data/proof-trace.ts';
import { isAccepted, isLeftAside } from '../../data/proof-trace.ts';

/** Distances from here on are one class. */
export const furthest = 4;
/** 1, 2, … steps to a proof, `furthest` of them or more, and no proof that was found. */
export const classCount = furthest + 1;
export const notProved = furthest;

export const classOf = (steps: number): number => Math.min(steps, furthest) - 1;

/** So many tactics were tried on a state before it counts as one that could not be proved. */
const triedInVain = 8;

/** What a search found out about a state. */
export interface SearchedState {
  /** The goals as Lean prints them. */
  readonly state: string;
  /** As in `classOf`, or `notProved`. */
  readonly distance: number;
}

/** The states of a search that turned out to be provable, and those on which many tactics were tried in vain. */
export function searchedStates(trace: ProofTrace): readonly SearchedState[] {
  const steps = leastSteps(trace);
  const tried = Map.groupBy(trace.edges, ({ from }) => from);
  return trace.nodes.flatMap(({ id, state }) => {
    const least = steps.get(id);
    if (least !== undefined) return [{ state, distance: classOf(least) }];
    return (tried.get(id)?.length ?? 0) < triedInVain ? [] : [{ state, distance: notProved }];
  });
}

/** How many tactics the shortest proof of each node has, of those that the graph holds. */
export function leastSteps({ edges }: ProofTrace): ReadonlyMap<number, number> {
  const least = new Map<number, number>();
  const accepted = edges.filter((edge) => isAccepted(edge) && !isLeftAside(edge));
  for (let changed = true; changed; ) {
    changed = false;
    for (const { from, children } of accepted) {
      const steps = children.reduce((sum, child) => sum + (least.get(child) ?? Number.POSITIVE_INFINITY), 1);
      if (steps >= (least.get(from) ?? Number.POSITIVE_INFINITY)) continue;
      least.set(from, steps);
      changed = true;
    }
  }
  return least;
}
