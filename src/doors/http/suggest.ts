import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { Problem } from '../../data/problem.ts';
import { goalProofstep } from '../../data/prompt-format.ts';
import type { Result } from '../../data/result.ts';
import type { Suggestion } from '../../proving/suggest/suggest.ts';
import { CompletionRequest, completionResponse, LlmstepRequest, llmstepResponse, stateOfPrompt } from './requests.ts';
import { respond } from './respond.ts';
import { defaultLimits } from './server.ts';

export interface Question {
  /** The state as it is printed. */
  readonly state: string;
  readonly prefix: string;
  readonly count: number;
  readonly seed: number;
}

export interface SuggestOptions {
  /** Name that the completions API shows. */
  readonly model: string;
  /** Suggestions that llmstep gets. */
  readonly count: number;
  /** Seconds until a question without an answer is answered so. */
  readonly answerSeconds?: number;
  /** The signal is aborted when whoever asked has gone, or waited long enough. */
  readonly answer: (question: Question, signal: AbortSignal) => Promise<Result<readonly Suggestion[], Problem>>;
}

/**
 * Suggestions over HTTP: `POST /` as llmstep asks, `POST /v1/completions` and `GET /v1/models` of the completions API.
 * Requests are answered side by side; whoever hangs up cancels theirs.
 */
export function suggestRoutes(
  app: FastifyInstance,
  { model, count, answer, answerSeconds = defaultLimits.answerSeconds }: SuggestOptions,
): void {
  app.post<{ Body: z.output<typeof LlmstepRequest> }>(
    '/',
    { schema: { body: LlmstepRequest } },
    async ({ body: { tactic_state: state, prefix } }, reply) => {
      const question = { state, prefix, count, seed: 0 };
      return respond(reply, answerSeconds, (signal) => answer(question, signal), llmstepResponse);
    },
  );
  app.post<{ Body: z.output<typeof CompletionRequest> }>(
    '/v1/completions',
    { schema: { body: CompletionRequest } },
    async ({ body: { prompt, n, seed = 0 } }, reply) => {
      const { state, prefix } = stateOfPrompt(prompt, goalProofstep);
      const question = { state, prefix, count: n, seed };
      const show = (found: readonly Suggestion[]) => completionResponse(model, prefix, found, Date.now());
      return respond(reply, answerSeconds, (signal) => answer(question, signal), show);
    },
  );
  app.get('/v1/models', async () => ({ object: 'list', data: [{ id: model, object: 'model', owned_by: 'ariadne' }] }));
}
