import type { GoalView } from './view.ts';

/**
 * One idea of how to go on from a goal. Its tactics come best first; how likely a tactic is depends on its family, its
 * place among the family's tactics, and the shape of the goal (`priors.ts`).
 */
export interface Family {
  /** Stable, kebab-case: the priors are stored under it. */
  readonly name: string;
  /** The chance that its tactics are taken to have as long as too few of them are counted; by default the mean of all. */
  readonly chance?: number;
  /** What the tactics of families without this are worth where it has something to propose: they can wait. */
  readonly leads?: number;
  readonly propose: (view: GoalView) => readonly string[];
}
