/** What the server offers beyond the Language Server Protocol. Lines and columns are 1-based, columns in code points. */
import { z } from 'zod';
import { PageRequest } from '../live/index.ts';

/** Commands that an editor can run; each takes the document's URI and the line and column of a `sorry`. */
export const lspCommands = {
  prove: 'ariadne.prove',
  suggest: 'ariadne.suggest',
  disprove: 'ariadne.disprove',
} as const;
export const CommandArguments = z.tuple([z.string(), z.int().min(1), z.int().min(1)]);

/** For editors that show suggestions in their own way: a request in place of the command. */
export const suggestionsRequest = 'ariadne/suggestions';

/** Puts a suggestion in the place of a `sorry`: its position, the tactic, and how many goals it leaves. */
export const placeRequest = 'ariadne/place';
export const PlaceArguments = z.tuple([z.string(), z.int().min(1), z.int().min(1), z.string(), z.int().min(0)]);

/** For trees: the theorems of a document, and what else holds a `sorry`, with their state. */
export const theoremsRequest = 'ariadne/theorems';
export const DocumentArguments = z.object({ uri: z.string() });
/** Tells that a document was read anew. Whoever does not know it may pass it over, as all that begins with `$/`. */
export const readNotification = '$/ariadne/read';

/**
 * A search that a panel watches. The panel numbers its searches; the text is that of the open document. What the panel
 * asks later, and the news that it gets, are those of the page (`src/doors/live/messages.ts`).
 */
const Search = z.object({ search: z.int() });
export const searchRequests = {
  /** Begins it. */
  open: 'ariadne/search/open',
  /** Puts the proof into the document; answers whether the document still was the one that it was verified in. */
  write: 'ariadne/search/write',
} as const;
export const searchNotifications = {
  ask: 'ariadne/search/ask',
  close: 'ariadne/search/close',
  /** From the server: news, and that there will be none any more. */
  news: '$/ariadne/search/news',
  ended: '$/ariadne/search/ended',
} as const;
export const OpenSearch = Search.extend({
  uri: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
  seconds: z.number().positive().max(3600),
});
export const AskSearch = Search.extend({ request: PageRequest });
export const WhichSearch = Search;

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
