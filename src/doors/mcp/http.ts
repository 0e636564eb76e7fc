import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import {
  createMcpHandler,
  isInitializeRequest,
  isLegacyRequest,
  type McpHttpHandler,
  type McpServer,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface McpHttpOptions {
  /** Makes the server of one session. */
  readonly server: () => McpServer;
  /** What `Authorization: Bearer …` must say; without one, whoever reaches the address may ask. */
  readonly token: string | undefined;
  readonly onError: (error: Error) => void;
}

/** Sessions at a time; of more, the one that was used longest ago ends. */
const mostSessions = 64;

/**
 * The Model Context Protocol over streamable HTTP, at `/mcp`. Every session has a server of its own: progress, cancellation
 * and roots of one never reach another. Revisions of the protocol without sessions are answered request by request.
 */
export class McpHttp implements AsyncDisposable {
  readonly #options: McpHttpOptions;
  readonly #sessions = new Map<string, WebStandardStreamableHTTPServerTransport>();
  readonly #sessionless: McpHttpHandler;

  constructor(options: McpHttpOptions) {
    this.#options = options;
    this.#sessionless = createMcpHandler(options.server, { legacy: 'reject', onerror: options.onError });
  }

  mount(app: FastifyInstance): void {
    app.route({
      method: ['GET', 'POST', 'DELETE'],
      url: '/mcp',
      handler: async (request, reply) => {
        if (!this.#isAllowed(request.headers.authorization)) {
          const error = { type: 'not-authorized', message: 'Send the token: Authorization: Bearer TOKEN.' };
          return reply.code(401).header('www-authenticate', 'Bearer').send({ error });
        }
        const gone = new AbortController();
        reply.raw.once('close', () => gone.abort());
        return reply.send(await this.#answer(webRequest(request, gone.signal), request.body));
      },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
    await this.#sessionless.close();
  }

  #isAllowed(authorization: string | undefined): boolean {
    const { token } = this.#options;
    return token === undefined || timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));
  }

  async #answer(request: Request, body: unknown): Promise<Response> {
    if (!(await isLegacyRequest(request, body))) return this.#sessionless.fetch(request, { parsedBody: body });
    const id = request.headers.get('mcp-session-id') ?? undefined;
    const known = id === undefined ? undefined : this.#sessions.get(id);
    if (id !== undefined && known !== undefined) {
      this.#use(id, known);
      return known.handleRequest(request, { parsedBody: body });
    }
    if (id !== undefined) return refusal(404, -32001, 'There is no such session; begin one with `initialize`.');
    if (!isInitializeRequest(body)) return refusal(400, -32000, 'Begin a session with `initialize`, and send its id.');
    return this.#begin(request, body);
  }

  async #begin(request: Request, body: unknown): Promise<Response> {
    const session = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => this.#use(id, session),
    });
    session.onclose = () => {
      if (session.sessionId !== undefined) this.#sessions.delete(session.sessionId);
    };
    await this.#options.server().connect(session);
    return session.handleRequest(request, { parsedBody: body });
  }

  /** The map is in the order of use, the latest last. */
  #use(id: string, session: WebStandardStreamableHTTPServerTransport): void {
    this.#sessions.delete(id);
    this.#sessions.set(id, session);
    if (this.#sessions.size <= mostSessions) return;
    const [oldest] = this.#sessions.values();
    void oldest?.close();
  }
}

/** Of equal length, so that a comparison tells nothing about the token. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function webRequest({ method, headers, url }: FastifyRequest, signal: AbortSignal): Request {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as [string, string]],
  );
  // The body has been read and parsed; it goes along beside the request.
  return new Request(new URL(url, 'http://localhost'), { method, headers: pairs, signal });
}

const refusal = (status: number, code: number, message: string): Response =>
  Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status });
