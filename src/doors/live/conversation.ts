import type { Workbench } from '../workbench/index.ts';
import { LiveSearch, type Watcher } from './live-search.ts';
import type { LaterRequest, PageRequest } from './messages.ts';

type ProveRequest = Extract<PageRequest, { kind: 'prove' }>;

/** Requests of one watcher that may wait for their turn; what comes on top of them is not answered. */
const mostWaiting = 32;

export interface ConversationParts {
  readonly workbench: Workbench;
  readonly watcher: Watcher;
  readonly signal: AbortSignal;
  /** Seconds without a request, while nothing is searched for, after which `onIdle` is called. */
  readonly idleSeconds: number;
  readonly onIdle: () => void;
}

/** One search and what its watcher asks of it: requests are answered one after the other, whatever carries them. */
export class Conversation {
  readonly #parts: ConversationParts;
  #search: LiveSearch | undefined;
  #waiting = 0;
  #turn = Promise.resolve();
  #lastRequest = performance.now();

  constructor(parts: ConversationParts) {
    this.#parts = parts;
    const timer = setInterval(() => this.#watchIdleness(), 1000);
    parts.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  }

  /** Searches until the signal aborts, or until it cannot go on; a problem is told to the watcher. */
  async prove(request: ProveRequest): Promise<void> {
    const onOpen = (opened: LiveSearch) => {
      this.#search = opened;
    };
    const { workbench, watcher, signal } = this.#parts;
    const ended = await LiveSearch.run(workbench, request, { watcher, signal, onOpen });
    if (!ended.ok) watcher.tell({ kind: 'problem', problem: ended.error });
  }

  /** Answers when what was asked before is answered; nothing before the search has opened. */
  ask(request: LaterRequest): void {
    this.#lastRequest = performance.now();
    const search = this.#search;
    if (search === undefined || this.#waiting >= mostWaiting) return;
    this.#waiting++;
    this.#turn = this.#turn
      .then(() => answer(search, request))
      .catch((bug: unknown) => reportBug(bug))
      .finally(() => {
        this.#waiting--;
      });
  }

  #watchIdleness(): void {
    if (this.#search?.searching === true) this.#lastRequest = performance.now();
    else if (performance.now() - this.#lastRequest > 1000 * this.#parts.idleSeconds) this.#parts.onIdle();
  }
}

/** What broke inside is for whoever runs the server. */
export const reportBug = (bug: unknown): void =>
  void process.stderr.write(`${bug instanceof Error ? bug.stack : bug}\n`);

async function answer(search: LiveSearch, request: LaterRequest): Promise<void> {
  switch (request.kind) {
    case 'pause':
      return search.pause();
    case 'resume':
      return search.resume(request.seconds);
    case 'inspect':
      return search.inspect(request.node);
    case 'try':
      return search.try(request.node, request.tactic);
    case 'search-from':
      return search.searchFrom(request.node, request.seconds);
  }
}
