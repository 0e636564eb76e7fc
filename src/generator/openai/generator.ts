import type { Proposal, ProposalRequest, TacticGenerator } from '../../contracts/generator.ts';
import { type Premise, type PremiseSelector, queryOf } from '../../contracts/premises.ts';
import type { Problem } from '../../data/problem.ts';
import { goalProofstep, renderInput } from '../../data/prompt-format.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { combineDrafts, type Draft, normaliseWhitespace } from '../candidates.ts';
import { knownTacticModel, type StateFacts } from '../known-models.ts';
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
import { sampled } from './sampled.ts';
import type { Server } from './server.ts';

/** Tactics from a server that speaks the completions API: vLLM, llama.cpp, TGI, Ollama and their like. */
export class OpenAiGenerator implements TacticGenerator {
  readonly name: string;
  readonly #options: OpenAiOptions;
  readonly #server: Server;
  readonly #selector: PremiseSelector | undefined;
  readonly #known: ProposalCache;
  readonly #closed = new AbortController();

  /**
   * @param server where `options.baseUrl` points
   * @param selector where premises come from, for a model that reads them
   */
  constructor(options: OpenAiOptions, server: Server, selector?: PremiseSelector) {
    this.name = `openai:${options.model}@${new URL(options.baseUrl).host}`;
    this.#options = options;
    this.#server = server;
    this.#selector = selector;
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
    const premises = await this.#premises(request, signal);
    const facts: StateFacts = { state, theorem: request.theorem.name, before: request.before ?? [], premises };
    const key = JSON.stringify([this.#prompt(facts), prefix, request.count, seed]);
    const known = this.#known.get(key);
    if (known?.kind === 'candidates') return { ...known, tokens: 0 };
    const completions = await sampled(
      (n, drawn) => this.#ask(facts, prefix, n, drawn, signal),
      request.count,
      request.seed,
    );
    if (!completions.ok) {
      return { kind: 'failed', code: completions.error.code, message: completions.error.message };
    }
    const proposal = proposalFrom(completions.value, prefix, request.count);
    this.#known.set(key, proposal);
    return proposal;
  }

  async #premises({ goals: [goal] }: ProposalRequest, signal: AbortSignal): Promise<readonly Premise[]> {
    const count = knownTacticModel(this.#options.model)?.premises;
    if (this.#selector === undefined || count === undefined || goal === undefined) return [];
    const [ranked = []] = await this.#selector.select([queryOf(goal)], count, signal);
    return ranked.map(({ premise }) => premise);
  }

  /** What the model reads, and where it stops. */
  #prompt(facts: StateFacts): { readonly text: string; readonly stop: string } {
    const { model, prompt } = this.#options;
    const known = knownTacticModel(model);
    const format = prompt ?? known?.prompt ?? goalProofstep;
    const text = prompt === undefined ? known?.render?.(facts) : undefined;
    return { text: text ?? renderInput(format, facts.state), stop: format.stop };
  }

  async #ask(
    facts: StateFacts,
    prefix: string,
    n: number,
    seed: number,
    signal: AbortSignal,
  ): Promise<Result<Completions, Problem>> {
    const { model, api = 'completions', maxTokens = 128, sampling } = this.#options;
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
        { role: 'user', content: facts.state },
      ];
      const answer = await this.#server.post(
        '/chat/completions',
        { ...common, messages, logprobs: true },
        ChatResponse,
        signal,
      );
      return answer.ok ? ok(fromChatResponse(answer.value)) : fail(answer.error);
    }
    const prompt = this.#prompt(facts);
    const answer = await this.#server.post(
      '/completions',
      { ...common, prompt: prompt.text + prefix, stop: [prompt.stop], logprobs: 1 },
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
