/** What the server offers beyond the Language Server Protocol. Lines and columns are 1-based, columns in code points. */
import { z } from 'zod';

/** Commands that an editor can run; each takes the document's URI and the line and column of a `sorry`. */
export const lspCommands = {
  prove: 'ariadne.prove',
  suggest: 'ariadne.suggest',
  disprove: 'ariadne.disprove',
} as const;
export const CommandArguments = z.tuple([z.string(), z.int().min(1), z.int().min(1)]);

/** For editors that show suggestions in their own way: a request in place of the command. */
export const suggestionsRequest = 'ariadne/suggestions';

/** Puts a suggestion in the place of a `sorry`: its position, the tactic, and whether it closes the goal. */
export const placeRequest = 'ariadne/place';
export const PlaceArguments = z.tuple([z.string(), z.int().min(1), z.int().min(1), z.string(), z.boolean()]);

/** For trees and panels: the declarations of a document that hold a `sorry`. */
export const theoremsRequest = 'ariadne/theorems';
export const DocumentArguments = z.object({ uri: z.string() });

/** The goals at any place, asked for and answered as Lean's own server has it, so that views made for that one work. */
export const plainGoalRequest = '$/lean/plainGoal';
export const PlaceParams = z.object({
  textDocument: z.object({ uri: z.string() }),
  position: z.object({ line: z.int().min(0), character: z.int().min(0) }),
});

/** What an editor may send as `initializationOptions`. */
export const Settings = z.object({
  /** Time that a search may take. */
  seconds: z.number().positive().max(3600).default(60),
  /** Suggestions that are shown at most. */
  suggestions: z.int().min(1).max(32).default(8),
});
export type Settings = z.infer<typeof Settings>;
