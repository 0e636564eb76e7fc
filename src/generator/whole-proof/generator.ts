import type {
  ProofRequest,
  ProofWriter,
  Proposal,
  ProposalRequest,
  Source,
  TacticGenerator,
  WrittenProofs,
} from '../../contracts/generator.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import {
  ChatResponse,
  type Completion,
  CompletionResponse,
  type Completions,
  fromChatResponse,
  fromCompletionResponse,
} from '../openai/protocol.ts';
import { sampled } from '../openai/sampled.ts';
import type { Server } from '../openai/server.ts';
import type { OpenAiOptions } from '../options.ts';
import type { ProofPrompt } from './prompts.ts';
import { scriptIn } from './script.ts';

/** Models that think before they write need room for it, in tokens. */
const defaultMaxTokens = 8192;

export interface WholeProofParts {
  readonly options: OpenAiOptions;
  /** Where `options.baseUrl` points. */
  readonly server: Server;
  /** How the model is asked for the proof of the last theorem of a file. */
  readonly prompt: (text: string) => ProofPrompt;
  /** Where tactics come from when the search goes on from the proofs. */
  readonly tactics: TacticGenerator;
}

/** A model on a server that writes whole proofs. Tactics for what its proofs leave open come from another generator. */
export class WholeProofGenerator implements TacticGenerator, ProofWriter {
  readonly name: string;
  readonly #parts: WholeProofParts;
  readonly #closed = new AbortController();

  constructor(parts: WholeProofParts) {
    const { options, tactics } = parts;
    this.name = `proofs:${options.model}@${new URL(options.baseUrl).host}+${tactics.name}`;
    this.#parts = parts;
  }

  get proofs(): ProofWriter {
    return this;
  }

  get sources(): readonly Source[] {
    const { tactics } = this.#parts;
    return tactics.sources ?? [{ generator: tactics, share: 1 }];
  }

  propose(requests: readonly ProposalRequest[], signal: AbortSignal): Promise<readonly Proposal[]> {
    return this.#parts.tactics.propose(requests, signal);
  }

  async write(request: ProofRequest, signal: AbortSignal): Promise<WrittenProofs> {
    const either = AbortSignal.any([signal, this.#closed.signal]);
    const prompt = this.#parts.prompt(request.text);
    const answer = await sampled((n, seed) => this.#ask(prompt, n, seed, either), request.count, request.seed);
    if (!answer.ok) return { kind: 'failed', code: answer.error.code, message: answer.error.message };
    const { completions, tokens } = answer.value;
    return { kind: 'proofs', proofs: proofsIn(completions, request.name), tokens };
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#parts.tactics.close();
  }

  async #ask(prompt: ProofPrompt, n: number, seed: number, signal: AbortSignal): Promise<Result<Completions, Problem>> {
    const { options, server } = this.#parts;
    const { model, maxTokens = defaultMaxTokens, sampling } = options;
    const common = {
      model,
      n,
      max_tokens: maxTokens,
      temperature: sampling?.temperature ?? 1,
      top_p: sampling?.topP ?? 1,
      // Servers keep seeds in 32 bits with a sign.
      seed: seed % 2 ** 31,
    };
    if (prompt.api === 'chat') {
      const body = { ...common, messages: prompt.messages };
      const answer = await server.post('/chat/completions', body, ChatResponse, signal);
      return answer.ok ? ok(fromChatResponse(answer.value, (text) => text)) : fail(answer.error);
    }
    const body = { ...common, prompt: prompt.prompt, stop: prompt.stop };
    const answer = await server.post('/completions', body, CompletionResponse, signal);
    return answer.ok ? ok(fromCompletionResponse(answer.value)) : fail(answer.error);
  }
}

/** Each script once. What was cut off may still begin well: its steps are tried as far as they go. */
function proofsIn(completions: readonly Completion[], name: string): readonly string[] {
  return [...new Set(completions.flatMap(({ text }) => scriptIn(text, name) ?? []))];
}
