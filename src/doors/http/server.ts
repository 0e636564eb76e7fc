import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifySchemaCompiler,
} from 'fastify';
import type { z } from 'zod';
import { type Admission, turnedAway } from './admission.ts';

/** What a server takes from anybody, so that nobody takes all of it. */
export interface ServerLimits {
  /** Bytes of a body, counted as they come, whatever its headers say. */
  readonly bodyBytes: number;
  /** Seconds until a whole request has come in. */
  readonly requestSeconds: number;
  /** Seconds until it is answered. */
  readonly answerSeconds: number;
  readonly connections: number;
  /** Seconds that answers under way get when the server is told to stop. */
  readonly graceSeconds: number;
}

export const defaultLimits: ServerLimits = {
  bodyBytes: 2 ** 20,
  requestSeconds: 30,
  answerSeconds: 300,
  connections: 256,
  graceSeconds: 5,
};

/** An error as every answer tells it: what kind, for programs, and a sentence. */
interface ErrorAnswer {
  readonly error: { readonly type: string; readonly message: string };
}

const errorAnswer = (type: string, message: string): ErrorAnswer => ({ error: { type, message } });

/**
 * An HTTP server without routes yet. Bodies are JSON and checked by the zod schema of their route; requests for other
 * hosts and from pages of other origins are turned away before anything of them is read; every error is JSON.
 */
export function httpServer(admission: Admission, limits: ServerLimits = defaultLimits): FastifyInstance {
  const app = fastify({
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestSeconds * 1000,
    forceCloseConnections: 'idle',
    http: { headersTimeout: limits.requestSeconds * 1000, maxHeaderSize: 16_384, connectionsCheckingInterval: 1000 },
    // The address of a request is bytes from outside, too, and some are no address.
    frameworkErrors: (_, __, reply) => {
      (reply as FastifyReply).code(400).send(errorAnswer('malformed-request', 'The address of the request is none.'));
    },
  });
  app.server.maxConnections = limits.connections;
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(checkedByZod);
  app.addHook('onRequest', async ({ headers }, reply) => {
    const { host, origin } = headers;
    const site = headers['sec-fetch-site'];
    const why = turnedAway({ host, origin, site: Array.isArray(site) ? site[0] : site }, admission);
    if (why !== undefined) await reply.code(403).send(errorAnswer('not-admitted', why));
  });
  app.setNotFoundHandler((_, reply) => {
    void reply.code(404).send(errorAnswer('not-found', 'There is nothing at this address.'));
  });
  app.setErrorHandler<FastifyError>((error, _, reply) => {
    const status = error.statusCode ?? 500;
    // What broke inside is for whoever runs the server, not for whoever asks.
    if (status === 500) process.stderr.write(`${error.stack ?? error.message}\n`);
    const message = status === 500 ? 'The server failed at this request.' : error.message;
    void reply.code(status).send(errorAnswer(kindOf(error, status), message));
  });
  return app;
}

const kinds: Readonly<Record<number, string>> = {
  400: 'malformed-request',
  413: 'too-large',
  415: 'not-json',
  503: 'timed-out',
};

const kindOf = ({ code }: FastifyError, status: number): string => kinds[status] ?? code ?? 'internal';

/** Names the first field of a body that does not fit. */
const checkedByZod: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data) => {
    const parsed = schema.safeParse(data);
    if (parsed.success) return { value: parsed.data };
    const issue = parsed.error.issues[0];
    const field = issue?.path.map(String).join('.') ?? '';
    return { error: new Error(`${field === '' ? 'The request' : `Field "${field}"`}: ${issue?.message}`) };
  };

/** Takes no more requests, lets answers under way end for a while, then ends all connections. */
export async function closeGracefully(app: FastifyInstance, { graceSeconds }: ServerLimits): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), graceSeconds * 1000);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
