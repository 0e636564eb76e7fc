/**
 * The search of the page in a panel of an editor. It reaches nothing but the extension around it, by messages: no
 * server, no address and no secret are known here.
 */
import { type Quest, type SearchListener, SearchPanel } from '../panels/search-panel.ts';
import type { FromPanel, ToPanel } from './messages.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromPanel): void };

const host = acquireVsCodeApi();
const panel = new SearchPanel();
let current: { readonly search: number; listener?: SearchListener; onWritten?: (written: boolean) => void } | undefined;

const questOf = (search: number, title: string): Quest => ({
  title,
  open: (seconds, listener) => {
    current = { search, listener };
    host.postMessage({ kind: 'open', search, seconds });
    return {
      send: (request) => host.postMessage({ kind: 'ask', search, request }),
      close: () => host.postMessage({ kind: 'close', search }),
    };
  },
  write: () =>
    new Promise((resolve) => {
      if (current?.search === search) current.onWritten = resolve;
      host.postMessage({ kind: 'write', search });
    }),
});

window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
  if (data.kind === 'prove') {
    panel.prove(questOf(data.search, data.title));
    return;
  }
  // News of a search that another one has taken the place of may still be on its way.
  if (data.search !== current?.search) return;
  switch (data.kind) {
    case 'news':
      current.listener?.onNews(data.news);
      break;
    case 'written':
      current.onWritten?.(data.written);
      break;
    case 'ended':
      current.listener?.onEnd(data.reason === '' ? 'The search has ended.' : data.reason);
  }
});

/** The editor says by a class whether it is dark; colours that it does not give are those of the page for that. */
const dark = document.querySelector<HTMLLinkElement>('#dark');
function recolour(): void {
  const { classList } = document.body;
  const isDark =
    classList.contains('vscode-dark') ||
    (classList.contains('vscode-high-contrast') && !classList.contains('vscode-high-contrast-light'));
  // Not `disabled`: what is only of no use just now is loaded all the same.
  if (dark !== null) dark.media = isDark ? 'all' : 'not all';
  panel.recolour();
}

document.body.append(panel.place);
new MutationObserver(recolour).observe(document.body, { attributes: true, attributeFilter: ['class'] });
recolour();
host.postMessage({ kind: 'ready' });
