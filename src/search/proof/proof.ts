import type { Goal } from '../../data/goal.ts';

/** A proof of one state: a tactic, and proofs of all that it leaves. */
export interface ProofTree {
  /** Node of the proof graph, as events name it. */
  readonly node: number;
  /** The state that the tactic was tried on. */
  readonly goals: readonly Goal[];
  readonly tactic: string;
  readonly logProbability: number;
  readonly branches: readonly ProofBranch[];
  /** Where the tactic is written `… with | succ n ih => …`: what stands in front of each arrow, branch by branch. */
  readonly alternatives?: readonly string[];
}

/** A proof of one of the independent states that a tactic (or the start) leaves. */
export interface ProofBranch {
  /** Indices, ascending, of the state's goals in the whole list of goals that was left. */
  readonly positions: readonly number[];
  readonly proof: ProofTree;
}
