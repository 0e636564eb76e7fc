import type { Proposal, ProposalRequest, TacticGenerator } from '../../contracts/generator.ts';
import type { Problem } from '../../data/problem.ts';
import { goalProofstep, renderInput } from '../../data/prompt-format.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { combineDrafts, type Draft, normaliseWhitespace } from '../candidates.ts';
import { knownPrompt } from '../known-models.ts';
import type { OpenAiOptions } from '../options.ts';
import { ProposalCache } from '../proposal-cache.ts';
import { stateText } from '../state-text.ts';
import {
  ChatResponse,
  type Completion,
  CompletionResponse,
  type Completions,
  chatInstruction,
  fromChatResponse,
  fromCompletionResponse,
} from './protocol.ts';
import type { Server } from './server.ts';

/** Tactics from a server that speaks the completions API: vLLM, llama.cpp, TGI, Ollama and their like. */
export class OpenAiGenerator implements TacticGenerator {
  readonly name: string;
  readonly #options: OpenAiOptions;
  readonly #server: Server;
  readonly #known: ProposalCache;
  readonly #closed = new AbortController();

  /** @param server where `options.baseUrl` points */
  constructor(options: OpenAiOptions, server: Server) {
    this.name = `openai:${options.model}@${new URL(options.baseUrl).host}`;
    this.#options = options;
    this.#server = server;
    this.#known = new ProposalCache(options.remember ?? 10_000);
  }

  async propose(requests: readonly ProposalRequest[], signal: AbortSignal): Promise<readonly Proposal[]> {
    const either = AbortSignal.any([signal, this.#closed.signal]);
    return Promise.all(requests.map((request) => this.#propose(request, either)));
  }

  async close(): Promise<void> {
    this.#closed.abort();
  }

  async #propose(request: ProposalRequest, signal: AbortSignal): Promise<Proposal> {
    signal.throwIfAborted();
    if (request.count <= 0) return { kind: 'candidates', candidates: [], tokens: 0 };
    const state = stateText(request.goals);
    const seed = this.#options.sampling?.temperature === 0 ? 0 : request.seed;
    // A chat model answers with whole tactics, whatever was typed.
    const prefix = this.#options.api === 'chat' ? '' : (request.prefix ?? '');
    const key = JSON.stringify([state, prefix, request.count, seed]);
    const known = this.#known.get(key);
    if (known?.kind === 'candidates') return { ...known, tokens: 0 };
    const completions = await this.#completions(state, { ...request, prefix }, signal);
    if (!completions.ok) {
      return { kind: 'failed', code: completions.error.code, message: completions.error.message };
    }
    const proposal = proposalFrom(completions.value, prefix, request.count);
    this.#known.set(key, proposal);
    return proposal;
  }

  /** Some servers answer one completion whatever is asked for; they are asked again until there are enough. */
  async #completions(
    state: string,
    { count, seed, prefix = '' }: ProposalRequest,
    signal: AbortSignal,
  ): Promise<Result<Completions, Problem>> {
    const first = await this.#ask(state, prefix, count, seed, signal);
    if (!first.ok) return first;
    const parts = [first.value];
    const perAnswer = first.value.completions.length;
    if (perAnswer > 0 && perAnswer < count) {
      const asks = Math.ceil((count - perAnswer) / perAnswer);
      const more = await Promise.all(
        Array.from({ length: asks }, (_, i) => this.#ask(state, prefix, perAnswer, seed + i + 1, signal)),
      );
      for (const part of more) {
        if (!part.ok) return part;
        parts.push(part.value);
      }
    }
    return ok({
      completions: parts.flatMap(({ completions }) => completions).slice(0, count),
      tokens: parts.reduce((sum, { tokens }) => sum + tokens, 0),
    });
  }

  async #ask(
    state: string,
    prefix: string,
    n: number,
    seed: number,
    signal: AbortSignal,
  ): Promise<Result<Completions, Problem>> {
    const { model, api = 'completions', maxTokens = 128, sampling } = this.#options;
    const prompt = this.#options.prompt ?? knownPrompt(model) ?? goalProofstep;
    const common = {
      model,
      n,
      max_tokens: maxTokens,
      temperature: sampling?.temperature ?? 1,
      top_p: sampling?.topP ?? 1,
      // Servers keep seeds in 32 bits with a sign.
      seed: seed % 2 ** 31,
    };
    if (api === 'chat') {
      const messages = [
        { role: 'system', content: chatInstruction },
        { role: 'user', content: state },
      ];
      const answer = await this.#server.post(
        '/chat/completions',
        { ...common, messages, logprobs: true },
        ChatResponse,
        signal,
      );
      return answer.ok ? ok(fromChatResponse(answer.value)) : fail(answer.error);
    }
    const answer = await this.#server.post(
      '/completions',
      { ...common, prompt: renderInput(prompt, state) + prefix, stop: [prompt.stop], logprobs: 1 },
      CompletionResponse,
      signal,
    );
    return answer.ok ? ok(fromCompletionResponse(answer.value)) : fail(answer.error);
  }
}

/** Where the server gives no log-probabilities, how often a tactic was sampled estimates its probability. */
function proposalFrom({ completions, tokens }: Completions, prefix: string, count: number): Proposal {
  const ended = completions.flatMap((completion) =>
    completion.ended ? [{ ...completion, text: prefix + completion.text }] : [],
  );
  const estimated = ended.some(({ logProbability }) => logProbability === undefined);
  const drafts = estimated ? byFrequency(ended, completions.length) : ended.map(draft);
  return { kind: 'candidates', candidates: combineDrafts(drafts, count), tokens, ...(estimated && { estimated }) };
}

/** The same text with the same probability is the same event; another tokenization of it has another probability. */
const draft = ({ text, logProbability = 0 }: Completion): Draft => ({
  text,
  identity: `${logProbability.toFixed(4)} ${text}`,
  logProbability,
});

function byFrequency(ended: readonly Completion[], samples: number): Draft[] {
  return Array.from(
    Map.groupBy(ended, ({ text }) => normaliseWhitespace(text)).values(),
    (same): Draft => ({
      text: same[0]!.text,
      identity: same[0]!.text,
      logProbability: Math.log(same.length / samples),
    }),
  );
}
