import type { GoalView } from './view.ts';

/**
 * One idea of how to go on from a goal. Its tactics come best first; how likely a tactic is depends on its family, its
 * place among the family's tactics, and the shape of the goal (`priors.ts`).
 */
export interface Family {
  /** Stable, kebab-case: the priors are stored under it. */
  readonly name: string;
  readonly propose: (view: GoalView) => readonly string[];
}
