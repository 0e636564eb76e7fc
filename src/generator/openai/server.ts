import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { z } from 'zod';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';

export interface ServerSettings {
  /** Up to and including the version, without a slash at the end. */
  readonly baseUrl: string;
  /** Sent as a bearer token; appears nowhere else. */
  readonly key: string | undefined;
  readonly concurrency: number;
  /** Milliseconds. */
  readonly timeout: number;
  readonly retries: number;
  /** Milliseconds before the first retry; each further one waits twice as long. */
  readonly backoff: number;
}

/** No wait between retries is longer than this, in milliseconds, whatever the server asks for. */
const longestWait = 60_000;

/** What one try came to. */
type Attempt<T> =
  | { readonly kind: 'done'; readonly result: Result<T, Problem> }
  | { readonly kind: 'again'; readonly problem: Problem; readonly after: number | undefined };

/** Sends JSON to a server, some requests at a time, and tries again where that may help. */
export class Server {
  readonly #settings: ServerSettings;
  readonly #queue: PQueue;

  constructor(settings: ServerSettings) {
    this.#settings = settings;
    this.#queue = new PQueue({ concurrency: settings.concurrency });
  }

  /** Rejects with the signal's reason when it aborts. */
  async post<S extends z.ZodType>(
    path: string,
    body: object,
    schema: S,
    signal: AbortSignal,
  ): Promise<Result<z.output<S>, Problem>> {
    const { retries, backoff } = this.#settings;
    for (let tries = 0; ; tries++) {
      const attempt = await this.#queue.add(() => this.#attempt(path, body, schema, signal), { signal });
      if (attempt.kind === 'done') return attempt.result;
      if (tries >= retries) return fail(attempt.problem);
      await sleep(Math.min(attempt.after ?? backoff * 2 ** tries, longestWait), undefined, { signal });
    }
  }

  async #attempt<S extends z.ZodType>(
    path: string,
    body: object,
    schema: S,
    signal: AbortSignal,
  ): Promise<Attempt<z.output<S>>> {
    const { baseUrl, key, timeout } = this.#settings;
    const url = `${baseUrl}${path}`;
    const limit = AbortSignal.timeout(timeout);
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify(body),
        signal: AbortSignal.any([signal, limit]),
      });
      text = await response.text();
    } catch (error) {
      signal.throwIfAborted();
      if (limit.aborted) {
        const message = `The server at ${this.#place} did not answer within ${timeout / 1000} s.`;
        return { kind: 'done', result: fail({ code: 'server-timeout', message }) };
      }
      const message = `The server at ${this.#place} cannot be reached, or broke off: ${reasonOf(error)}.`;
      return { kind: 'again', problem: { code: 'server-unreachable', message }, after: undefined };
    }
    if (!response.ok) return this.#refused(response, text);
    return { kind: 'done', result: this.#parse(text, schema) };
  }

  #refused(response: Response, text: string): Attempt<never> {
    const problem: Problem = {
      code: response.status === 401 || response.status === 403 ? 'server-denied' : 'server-error',
      message: `The server at ${this.#place} answered ${response.status}: ${this.#quote(text)}`,
    };
    if (response.status !== 429 && response.status < 500) return { kind: 'done', result: fail(problem) };
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    return { kind: 'again', problem, after: Number.isFinite(seconds) ? seconds * 1000 : undefined };
  }

  #parse<S extends z.ZodType>(text: string, schema: S): Result<z.output<S>, Problem> {
    const invalid = (what: string) =>
      fail<Problem>({
        code: 'invalid-response',
        message: `The answer of the server at ${this.#place} ${what}: ${this.#quote(text)}`,
        hint: 'Does the address end in /v1, and does the server speak the completions API?',
      });
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return invalid('is not JSON');
    }
    const parsed = schema.safeParse(json);
    return parsed.success ? ok(parsed.data) : invalid(`has a wrong field '${parsed.error.issues[0]!.path.join('.')}'`);
  }

  /** Host and port: an address may hold a password. */
  get #place(): string {
    return new URL(this.#settings.baseUrl).host;
  }

  /** The beginning of an answer, with the key left out: some servers repeat it. */
  #quote(text: string): string {
    const { key } = this.#settings;
    const safe = key === undefined || key === '' ? text : text.replaceAll(key, '…');
    return safe.length > 300 ? `${safe.slice(0, 300)}…` : safe;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
