import { sep } from 'node:path';
import staticFiles from '@fastify/static';
import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { defaultLimits, respond } from '../http/index.ts';
import { limits } from '../live/index.ts';
import type { Workbench } from '../workbench/index.ts';
import { SearchSockets, type SocketLimits } from './socket.ts';
import type { StoredRuns } from './stored-runs.ts';
import { isToken } from './token.ts';

export interface PageParts {
  readonly workbench: Workbench;
  /** What the page must say before anything is done for it. */
  readonly token: string;
  /** The folder with the built page; absent where only its requests are answered. */
  readonly files: string | undefined;
  /** Absent where none are shown. */
  readonly runs: StoredRuns | undefined;
  readonly sockets?: SocketLimits;
}

/** The page loads nothing from elsewhere, runs no script that is not a file of its own, and stands in no other page. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const GoalsRequest = z.object({ name: z.string().max(256), text: z.string().max(limits.document) });
const RunQuery = z.object({ run: z.string().max(256) });
const GraphQuery = RunQuery.extend({ theorem: z.string().max(4096), attempt: z.coerce.number().int().min(0) });

/** The page and what it asks for: `GET /`, its files, and everything below `/page`, for which it needs the token. */
export async function pageRoutes(app: FastifyInstance, parts: PageParts): Promise<SearchSockets> {
  const { workbench, token, files, runs } = parts;
  const sockets = new SearchSockets(workbench, parts.sockets);
  await app.register(websocket, { options: { maxPayload: 2 ** 20, perMessageDeflate: false } });
  if (files !== undefined) {
    await app.register(staticFiles, {
      root: files,
      // The files are listed once; whatever else is asked for is no path into the file system.
      wildcard: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        // Names of files below `assets` hold a digest of what is in them.
        const forever = path.split(sep).includes('assets');
        const kept = forever ? 'public, max-age=31536000, immutable' : 'no-cache';
        reply.headers({ ...headers, 'cache-control': kept });
      },
    });
  }
  const admitted = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    // A browser can give a socket no header of its own.
    const asked = z.object({ token: z.string() }).safeParse(request.query).data?.token;
    if (isToken(bearer ?? asked, token)) return;
    const message = 'Open the page at the address that `ariadne serve` printed when it started.';
    await reply.code(401).send({ error: { type: 'no-token', message } });
  };
  const guarded = { onRequest: admitted };
  const send = <T>(reply: FastifyReply, answer: (signal: AbortSignal) => Promise<Result<T, Problem>>) =>
    respond(reply.header('cache-control', 'no-store'), defaultLimits.answerSeconds, answer, (found) => found);
  const stored = <T>(use: (runs: StoredRuns) => Promise<Result<T, Problem>>) =>
    runs === undefined
      ? Promise.resolve(fail({ code: 'no-runs', message: 'No runs are served.', hint: 'Start with --runs FOLDER.' }))
      : use(runs);

  app.get('/page/socket', { websocket: true, onRequest: admitted }, sockets.accept);
  app.get('/page/about', guarded, (_, reply) =>
    send(reply, async () => {
      const lean = await workbench.lean();
      if (!lean.ok) return lean;
      const generator = await workbench.generator();
      if (!generator.ok) return generator;
      return ok({ lean: lean.value.version.leanVersion, generator: generator.value.name, runs: runs !== undefined });
    }),
  );
  app.post<{ Body: z.output<typeof GoalsRequest> }>(
    '/page/goals',
    { ...guarded, schema: { body: GoalsRequest } },
    ({ body }, reply) => send(reply, (signal) => workbench.goals(body, signal)),
  );
  app.get('/page/runs', guarded, (_, reply) => send(reply, () => stored((all) => all.list())));
  app.get<{ Querystring: z.output<typeof RunQuery> }>(
    '/page/theorems',
    { ...guarded, schema: { querystring: RunQuery } },
    ({ query: { run } }, reply) => send(reply, () => stored((all) => all.theorems(run))),
  );
  app.get<{ Querystring: z.output<typeof GraphQuery> }>(
    '/page/graph',
    { ...guarded, schema: { querystring: GraphQuery } },
    ({ query: { run, theorem, attempt } }, reply) =>
      send(reply, () => stored(async (all) => packed(await all.graph(run, theorem, attempt)))),
  );
  return sockets;
}

const packed = (graph: Result<string, Problem>): Result<{ readonly packed: string }, Problem> =>
  graph.ok ? ok({ packed: graph.value }) : graph;
