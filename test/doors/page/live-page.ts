import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { PageNews, PageRequest } from '../../../src/doors/live/index.ts';
import { waitUntil } from '../../lean/wait-until.ts';

type NewsOf<K extends PageNews['kind']> = Extract<PageNews, { kind: K }>;

/** The page's end of a socket. */
export class Page {
  readonly news: PageNews[] = [];
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();
  closed: { code: number } | undefined;

  constructor(address: string, token: string) {
    this.#socket = new WebSocket(`${address.replace('http', 'ws')}/page/socket?token=${token}`);
    this.#socket.onmessage = ({ data }) => {
      this.news.push(JSON.parse(String(data)));
      for (const look of this.#waiting) look();
    };
    this.#socket.onclose = ({ code }) => {
      this.closed = { code };
      for (const look of this.#waiting) look();
    };
  }

  async ask(request: PageRequest | object): Promise<void> {
    if (this.#socket.readyState !== WebSocket.OPEN) await once(this.#socket, 'open');
    this.#socket.send(JSON.stringify(request));
  }

  /** The first news of a kind that fits, from the `since`th on. */
  async hear<K extends PageNews['kind']>(kind: K, fits: (news: NewsOf<K>) => boolean, since = 0): Promise<NewsOf<K>> {
    for (;;) {
      const heard = this.news.slice(since).find((news): news is NewsOf<K> => news.kind === kind && fits(news as never));
      if (heard !== undefined) return heard;
      if (this.closed !== undefined)
        assert.fail(`closed with ${this.closed.code}: ${JSON.stringify(this.news.at(-1))}`);
      const next = Promise.withResolvers<void>();
      this.#waiting.add(next.resolve);
      await next.promise;
      this.#waiting.delete(next.resolve);
    }
  }

  async close(): Promise<void> {
    this.#socket.close();
    await waitUntil('the socket is closed', () => this.closed !== undefined, 10_000);
  }
}
