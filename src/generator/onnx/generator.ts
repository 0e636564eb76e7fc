import type { Proposal, ProposalRequest, TacticGenerator } from '../../contracts/generator.ts';
import type { Problem } from '../../data/problem.ts';
import type { Result } from '../../data/result.ts';
import { combineDrafts } from '../candidates.ts';
import type { DecodingOptions } from '../options.ts';
import { ProposalCache } from '../proposal-cache.ts';
import { stateText } from '../state-text.ts';
import type { Engine } from './decode/engine.ts';
import type { Decoded } from './decode/request.ts';
import type { ModelDescription } from './model/config.ts';
import { type FittedPrompt, fitPrompt } from './prompt.ts';
import type { TacticStops } from './stops.ts';
import type { TextTokenizer } from './tokenizer.ts';

/** What decodes: an `Engine`, or one in another thread. */
export interface TextEngine extends Pick<Engine, 'decode'> {
  /** Length of a row of logits. */
  readonly vocabulary: number;
  close(): Promise<void>;
}

export interface OnnxGeneratorParts {
  readonly name: string;
  /** The execution provider that runs the model. */
  readonly provider: string;
  readonly engine: TextEngine;
  readonly tokenizer: TextTokenizer;
  readonly description: ModelDescription;
  readonly stops: TacticStops;
  readonly decoding: DecodingOptions;
  /** Longest tactic, in tokens. */
  readonly maxTokens: number;
  /** Proposals remembered. */
  readonly remember: number;
}

/** Tactics from a language model that onnxruntime runs. */
export class OnnxGenerator implements TacticGenerator {
  readonly name: string;
  readonly provider: string;
  readonly #parts: OnnxGeneratorParts;
  readonly #known: ProposalCache;
  /** Longest prompt, in tokens. */
  readonly #promptLimit: number;
  readonly #maxTokens: number;
  #closed: Promise<void> | undefined;

  constructor(parts: OnnxGeneratorParts) {
    this.name = parts.name;
    this.provider = parts.provider;
    this.#parts = parts;
    const { description } = parts;
    const context = description.contextLength ?? Number.POSITIVE_INFINITY;
    // What an encoder reads and what a decoder writes do not share one context.
    const shared = !description.encoderDecoder;
    this.#maxTokens = shared ? Math.max(1, Math.min(parts.maxTokens, Math.floor(context / 2))) : parts.maxTokens;
    this.#promptLimit = shared ? context - this.#maxTokens : context;
    this.#known = new ProposalCache(parts.remember);
  }

  async propose(requests: readonly ProposalRequest[], signal: AbortSignal): Promise<readonly Proposal[]> {
    return Promise.all(requests.map((request) => this.#propose(request, signal)));
  }

  async close(): Promise<void> {
    this.#closed ??= this.#parts.engine.close();
    await this.#closed;
  }

  async #propose(request: ProposalRequest, signal: AbortSignal): Promise<Proposal> {
    signal.throwIfAborted();
    if (this.#closed !== undefined) return { kind: 'failed', code: 'closed', message: 'The generator was closed.' };
    if (request.count <= 0) return { kind: 'candidates', candidates: [], tokens: 0 };
    const { decoding } = this.#parts;
    // Where chance plays no part, all attempts share what one of them asked.
    const seed = decoding.kind === 'sample' && decoding.temperature > 0 ? request.seed : 0;
    const prefix = request.prefix ?? '';
    const key = JSON.stringify([stateText(request.goals), prefix, request.count, seed]);
    const known = this.#known.get(key);
    if (known?.kind === 'candidates') return { ...known, tokens: 0 };

    const { tokenizer, description, engine } = this.#parts;
    const encode = (text: string) => tokenizer.encode(text + prefix);
    const prompt = fitPrompt(request.goals, description.prompt, encode, this.#promptLimit);
    if (prompt.tokens.length === 0 || prompt.tokens.some((token) => token >= engine.vocabulary)) {
      const message = 'The tokenizer gives tokens that the model does not know.';
      return { kind: 'failed', code: 'vocabulary-mismatch', message };
    }
    const decoded = await engine.decode(
      { prompt: prompt.tokens, count: request.count, seed, decoding, maxTokens: this.#maxTokens },
      signal,
    );
    const proposal = this.#proposal(decoded, prompt, request);
    this.#known.set(key, proposal);
    return proposal;
  }

  #proposal(
    decoded: Result<Decoded, Problem>,
    prompt: FittedPrompt,
    { count, prefix = '' }: ProposalRequest,
  ): Proposal {
    if (!decoded.ok) return { kind: 'failed', code: decoded.error.code, message: decoded.error.message };
    const { samples, tokens, value } = decoded.value;
    const ended = samples.filter(({ finish }) => finish === 'stop');
    const drafts = ended.map((sample) => ({
      text: prefix + this.#parts.stops.textOf(sample),
      identity: sample.tokens.join(),
      logProbability: sample.logProbability,
    }));
    const notes = [
      ...(prompt.note === undefined ? [] : [prompt.note]),
      ...(ended.length === 0 ? [`No tactic ended within ${this.#maxTokens} tokens.`] : []),
    ];
    return {
      kind: 'candidates',
      candidates: combineDrafts(drafts, count),
      tokens,
      ...(value !== undefined && { value }),
      ...(notes.length > 0 && { notes }),
    };
  }
}
