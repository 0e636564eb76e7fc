import type { WebSocket } from '@fastify/websocket';
import { Conversation, type PageNews, PageRequest, reportBug } from '../live/index.ts';
import type { Workbench } from '../workbench/index.ts';

export interface SocketLimits {
  /** Searches at once, over all pages. */
  readonly searches: number;
  /** Seconds without a request, while nothing is searched for, until a search is given up. */
  readonly idleSeconds: number;
  /** Bytes that wait for a slow page until it is told no more for the time being. */
  readonly backlog: number;
}

export const defaultSocketLimits: SocketLimits = { searches: 6, idleSeconds: 900, backlog: 2 ** 20 };

/** Milliseconds between two signs of life. */
const heartbeat = 20_000;

/** Codes that a socket is closed with (RFC 6455, section 7.4). */
const closing = { done: 1000, refused: 1008, busy: 1013 } as const;

/** One search for each socket: it begins with the page's first request and ends when the socket closes, for whatever reason. */
export class SearchSockets {
  readonly #workbench: Workbench;
  readonly #limits: SocketLimits;
  #open = 0;

  constructor(workbench: Workbench, limits: SocketLimits = defaultSocketLimits) {
    this.#workbench = workbench;
    this.#limits = limits;
  }

  /** Searches under way. */
  get open(): number {
    return this.#open;
  }

  readonly accept = (socket: WebSocket): void => {
    if (this.#open >= this.#limits.searches) {
      socket.close(closing.busy, 'Too many searches are open; close a tab.');
      return;
    }
    this.#open++;
    const gone = new AbortController();
    socket.once('close', () => {
      this.#open--;
      gone.abort();
    });
    socket.on('error', () => socket.terminate());
    watchPulse(socket, gone.signal);
    this.#serve(socket, gone.signal);
  };

  #serve(socket: WebSocket, signal: AbortSignal): void {
    let begun = false;
    const tell = (news: PageNews): void => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(news));
    };
    const watcher = { tell, ready: () => socket.bufferedAmount < this.#limits.backlog };
    const onIdle = () => socket.close(closing.done, 'Nothing was asked for a long time.');
    const { idleSeconds } = this.#limits;
    const conversation = new Conversation({ workbench: this.#workbench, watcher, signal, idleSeconds, onIdle });

    socket.on('message', (data, isBinary) => {
      const request = isBinary ? undefined : parsed(String(data));
      if (request === undefined || begun !== (request.kind !== 'prove')) {
        socket.close(closing.refused, 'The request is none that can be answered now.');
        return;
      }
      if (request.kind !== 'prove') {
        conversation.ask(request);
        return;
      }
      begun = true;
      void conversation
        .prove(request)
        .then(() => socket.close(closing.done))
        .catch((bug: unknown) => {
          reportBug(bug);
          socket.close(closing.done, 'The search broke down.');
        });
    });
  }
}

function parsed(text: string): PageRequest | undefined {
  try {
    return PageRequest.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A page whose machine has gone to sleep or lost its network does not say that it closes. */
function watchPulse(socket: WebSocket, signal: AbortSignal): void {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const timer = setInterval(() => {
    if (!alive) socket.terminate();
    alive = false;
    socket.ping();
  }, heartbeat);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
