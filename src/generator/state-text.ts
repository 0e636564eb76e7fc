import type { Goal } from '../data/goal.ts';

/** The goals as models are trained to read them: as Lean prints them, with an empty line between two. */
export const stateText = (goals: readonly Goal[]): string => goals.map(({ pretty }) => pretty).join('\n\n');
