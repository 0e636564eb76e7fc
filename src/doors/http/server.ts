import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { z } from 'zod';
import { parseDocument } from '../../data/jsonl.ts';
import type { Problem } from '../../data/problem.ts';
import { goalProofstep } from '../../data/prompt-format.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { Suggestion } from '../../proving/suggest/suggest.ts';
import { CompletionRequest, completionResponse, LlmstepRequest, llmstepResponse, stateOfPrompt } from './requests.ts';

export interface Question {
  /** The state as it is printed. */
  readonly state: string;
  readonly prefix: string;
  readonly count: number;
  readonly seed: number;
}

export interface SuggestServerOptions {
  /** Name that the completions API shows. */
  readonly model: string;
  /** Suggestions that llmstep gets. */
  readonly count: number;
  readonly answer: (question: Question, signal: AbortSignal) => Promise<Result<readonly Suggestion[], Problem>>;
}

/** Larger requests are refused, in bytes. */
const largestBody = 4 * 2 ** 20;

type Handler = (body: string, signal: AbortSignal) => Promise<Result<unknown, Problem>>;

/**
 * Suggestions over HTTP: `POST /` as llmstep asks, `POST /v1/completions` and `GET /v1/models` of the completions API.
 * Requests are answered side by side; whoever hangs up cancels theirs.
 */
export function suggestServer({ model, count, answer }: SuggestServerOptions): Server {
  const llmstep: Handler = async (body, signal) => {
    const request = parse(body, LlmstepRequest);
    if (!request.ok) return request;
    const { tactic_state: state, prefix } = request.value;
    const suggestions = await answer({ state, prefix, count, seed: 0 }, signal);
    return suggestions.ok ? ok(llmstepResponse(suggestions.value)) : suggestions;
  };
  const completions: Handler = async (body, signal) => {
    const request = parse(body, CompletionRequest);
    if (!request.ok) return request;
    const { prompt, n, seed = 0 } = request.value;
    const { state, prefix } = stateOfPrompt(prompt, goalProofstep);
    const suggestions = await answer({ state, prefix, count: n, seed }, signal);
    return suggestions.ok ? ok(completionResponse(model, prefix, suggestions.value, Date.now())) : suggestions;
  };
  const models: Handler = async () =>
    ok({ object: 'list', data: [{ id: model, object: 'model', owned_by: 'ariadne' }] });
  const routes = new Map<string, Handler>([
    ['POST /', llmstep],
    ['POST /v1/completions', completions],
    ['GET /v1/models', models],
  ]);
  return createServer((request, response) => {
    const handler = routes.get(`${request.method} ${new URL(request.url ?? '/', 'http://localhost').pathname}`);
    void respond(request, response, handler);
  });
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  handler: Handler | undefined,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const send = (status: number, value: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  const refuse = (status: number, { code, message }: Problem) => send(status, { error: { type: code, message } });
  if (handler === undefined) return refuse(404, { code: 'not-found', message: 'There is nothing at this address.' });
  if (Number(request.headers['content-length'] ?? 0) > largestBody) {
    return refuse(413, { code: 'too-large', message: `A request has at most ${largestBody} bytes.` });
  }
  try {
    const result = await handler(await text(request), gone.signal);
    if (result.ok) send(200, result.value);
    else
      refuse(
        result.error.code === 'malformed-json' || result.error.code === 'malformed-record' ? 400 : 500,
        result.error,
      );
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
}

function parse<S extends z.ZodType>(body: string, schema: S): Result<z.output<S>, Problem> {
  const parsed = parseDocument(body, schema, 'the request');
  return parsed.ok ? parsed : fail(parsed.error);
}
