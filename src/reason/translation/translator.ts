import type { ReasoningProblem } from '../../data/benchmark/reasoning-problem.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { createServer } from '../../generator/openai/create.ts';
import {
  ChatResponse,
  CompletionResponse,
  fromChatResponse,
  fromCompletionResponse,
} from '../../generator/openai/protocol.ts';
import type { Server } from '../../generator/openai/server.ts';
import type { TheoryText } from '../formula/theory.ts';
import { readAnswer } from './answer.ts';
import { type Prompt, promptStop } from './prompt.ts';

export type Translation =
  | { readonly kind: 'formulas'; readonly text: TheoryText; readonly tokens: number }
  /** An answer without the formulas that were asked for: it does not vote. */
  | { readonly kind: 'unreadable'; readonly reason: string; readonly answer: string; readonly tokens: number }
  /** There was no answer: it can be asked again. */
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Where formulas come from. */
export interface Translator {
  /** For manifests. */
  readonly name: string;
  translate(problem: ReasoningProblem, seed: number, signal: AbortSignal): Promise<Translation>;
}

/** The formulas that the data itself gives. */
export const goldTranslator: Translator = {
  name: 'gold',
  translate: async ({ id, formulas }) => {
    if (formulas === undefined) {
      const message = `the problem ${id} has no formulas`;
      return {
        kind: 'failed',
        problem: { code: 'no-formulas', message, hint: 'Let a model translate it: --generator openai.' },
      };
    }
    // Where only the premises have formulas, the question is whether they hold together.
    const text = { premises: formulas.premises, conclusion: formulas.conclusion ?? '⊥' };
    return { kind: 'formulas', text, tokens: 0 };
  },
};

export interface ModelOptions {
  /** Up to and including the version, such as `http://localhost:8000/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly api: 'chat' | 'completions';
  readonly temperature: number;
  readonly topP: number;
  readonly maxTokens: number;
}

/** A model on a server that speaks the chat or the completions API. The key is looked up in `env`. */
export function modelTranslator(
  options: ModelOptions,
  prompt: Prompt,
  env: NodeJS.ProcessEnv,
): Result<Translator, Problem> {
  const server = createServer({ baseUrl: options.baseUrl }, env);
  return server.ok ? ok(new ModelTranslator(options, prompt, server.value)) : server;
}

class ModelTranslator implements Translator {
  readonly name: string;
  readonly #options: ModelOptions;
  readonly #prompt: Prompt;
  readonly #server: Server;

  constructor(options: ModelOptions, prompt: Prompt, server: Server) {
    this.name = `openai:${options.model}@${new URL(options.baseUrl).host} with prompt@${prompt.hash}`;
    this.#options = options;
    this.#prompt = prompt;
    this.#server = server;
  }

  async translate(problem: ReasoningProblem, seed: number, signal: AbortSignal): Promise<Translation> {
    const asked = await this.#ask(problem, seed, signal);
    if (!asked.ok) return { kind: 'failed', problem: asked.error };
    const { completions, tokens } = asked.value;
    const [completion] = completions;
    if (completion === undefined) return { kind: 'unreadable', reason: 'the answer is empty', answer: '', tokens };
    const { text: answer, ended } = completion;
    if (!ended) return { kind: 'unreadable', reason: 'the answer was cut off', answer, tokens };
    const read = readAnswer(answer, problem.premises.length);
    return read.ok
      ? { kind: 'formulas', text: read.value, tokens }
      : { kind: 'unreadable', reason: read.error, answer, tokens };
  }

  async #ask(problem: ReasoningProblem, seed: number, signal: AbortSignal) {
    const { model, api, temperature, topP, maxTokens } = this.#options;
    const common = {
      model,
      n: 1,
      max_tokens: maxTokens,
      temperature,
      top_p: topP,
      // Servers keep seeds in 32 bits with a sign.
      seed: seed % 2 ** 31,
    };
    if (api === 'chat') {
      const body = { ...common, messages: this.#prompt.messages(problem) };
      const answer = await this.#server.post('/chat/completions', body, ChatResponse, signal);
      return answer.ok ? ok(fromChatResponse(answer.value)) : fail(answer.error);
    }
    const body = { ...common, prompt: this.#prompt.text(problem), stop: [promptStop] };
    const answer = await this.#server.post('/completions', body, CompletionResponse, signal);
    return answer.ok ? ok(fromCompletionResponse(answer.value)) : fail(answer.error);
  }
}
