import type { PageRequest } from '../../src/doors/live/messages.ts';
import type { StoredRun, StoredTheorem } from '../../src/doors/page/stored-runs.ts';
import type { GoalsAnswer } from '../../src/doors/workbench/answers.ts';
import type { SearchChannel, SearchListener } from './panels/search-panel.ts';

/** What went wrong, as a sentence for a person. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface About {
  readonly lean: string;
  readonly generator: string;
  readonly runs: boolean;
}

const key = 'ariadne-token';

/** The secret of the address that the server printed. It is taken out of the address, and kept for this tab. */
function takeToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token !== null) {
    sessionStorage.setItem(key, token);
    history.replaceState(null, '', location.pathname);
  }
  return token ?? sessionStorage.getItem(key) ?? '';
}

/** What the server is asked. */
export class Api {
  readonly #token = takeToken();

  about = (signal?: AbortSignal): Promise<About> => this.#get('/page/about', signal);
  runs = (): Promise<StoredRun[]> => this.#get('/page/runs');
  theorems = (run: string): Promise<StoredTheorem[]> => this.#get(`/page/theorems?${new URLSearchParams({ run })}`);

  async graph(run: string, theorem: string, attempt: number): Promise<string> {
    const query = new URLSearchParams({ run, theorem, attempt: String(attempt) });
    return (await this.#get<{ packed: string }>(`/page/graph?${query}`)).packed;
  }

  goals = (name: string, text: string, signal: AbortSignal): Promise<GoalsAnswer> =>
    this.#ask('/page/goals', {
      method: 'POST',
      body: JSON.stringify({ name, text }),
      headers: { 'content-type': 'application/json' },
      signal,
    });

  search = (request: Extract<PageRequest, { kind: 'prove' }>, listener: SearchListener): SearchChannel =>
    new SearchSocket(this.#token, request, listener);

  #get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.#ask(path, signal === undefined ? {} : { signal });
  }

  async #ask<T>(path: string, init: RequestInit): Promise<T> {
    const headers = { ...init.headers, authorization: `Bearer ${this.#token}` };
    const response = await fetch(path, { ...init, headers }).catch((error: unknown) => {
      if (init.signal?.aborted) throw error;
      throw new Refusal(0, 'The server does not answer. Is `ariadne serve` still running?');
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    const { message = 'The server failed.', hint = '' } = answer.error ?? {};
    throw new Refusal(response.status, hint === '' ? message : `${message} ${hint}`);
  }
}

class SearchSocket implements SearchChannel {
  readonly #socket: WebSocket;
  #closed = false;

  constructor(token: string, request: PageRequest, { onNews, onEnd }: SearchListener) {
    const address = new URL(`/page/socket?${new URLSearchParams({ token })}`, location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    this.#socket = new WebSocket(address);
    this.#socket.onopen = () => this.send(request);
    this.#socket.onmessage = ({ data }) => {
      if (!this.#closed) onNews(JSON.parse(data));
    };
    this.#socket.onclose = ({ reason }) => {
      if (!this.#closed) onEnd(reason === '' ? 'The search has ended on the server.' : reason);
    };
  }

  send(request: PageRequest): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(request));
  }

  close(): void {
    this.#closed = true;
    this.#socket.close();
  }
}
