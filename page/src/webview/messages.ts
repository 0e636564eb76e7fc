import type { LaterRequest, PageNews } from '../../../src/doors/live/messages.ts';

/** What a panel of an editor tells the extension that it stands in. The extension numbers the searches. */
export type FromPanel =
  | { readonly kind: 'ready' }
  | { readonly kind: 'open'; readonly search: number; readonly seconds: number }
  | { readonly kind: 'ask'; readonly search: number; readonly request: LaterRequest }
  | { readonly kind: 'write'; readonly search: number }
  | { readonly kind: 'close'; readonly search: number };

/** What it is told. */
export type ToPanel =
  | { readonly kind: 'prove'; readonly search: number; readonly title: string }
  | { readonly kind: 'news'; readonly search: number; readonly news: PageNews }
  | { readonly kind: 'written'; readonly search: number; readonly written: boolean }
  | { readonly kind: 'ended'; readonly search: number; readonly reason: string };
