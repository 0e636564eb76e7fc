import type { PromptFormat } from '../data/prompt-format.ts';

/** How tactics are drawn from a language model, whichever kind runs it. */
export interface SamplingOptions {
  readonly kind: 'sample';
  /** Divides the logits; 0 takes the most probable token always. */
  readonly temperature: number;
  /** Only the `topK` most probable tokens are drawn from; 0 for all. */
  readonly topK: number;
  /** Only the most probable tokens that together hold at least this probability are drawn from; 1 for all. */
  readonly topP: number;
  /** Only tokens at least this fraction as probable as the most probable one are drawn from; 0 for all. */
  readonly minP: number;
}

export interface BeamOptions {
  readonly kind: 'beam';
  /** Hypotheses are ranked by log-probability / length^lengthPenalty; 0 ranks by log-probability alone. */
  readonly lengthPenalty: number;
}

export type DecodingOptions = SamplingOptions | BeamOptions;

export const plainSampling: SamplingOptions = { kind: 'sample', temperature: 1, topK: 0, topP: 1, minP: 0 };

/** Where a model runs. `auto` takes the best that starts; the others start or fail. */
export type Device = 'cpu' | 'cuda' | 'webgpu' | 'auto';

export type Precision = 'fp32' | 'fp16' | 'int8';

export interface OnnxOptions {
  readonly kind: 'onnx';
  /** A folder in the layout that `optimum-cli export onnx` writes, or a Hugging Face id such as `owner/name`. */
  readonly model: string;
  /** Default `cpu`. */
  readonly device?: Device;
  /** Which file, where the folder holds several; default: the most precise. */
  readonly precision?: Precision;
  /** Default: plain sampling. */
  readonly decoding?: DecodingOptions;
  /** Longest tactic in tokens, end-of-text included; default: the model folder's, else 128. */
  readonly maxTokens?: number;
  /** Bytes that the caches of the rows that decode at once may take; default: a quarter of the machine's memory. */
  readonly memory?: number;
  /** Threads of the runtime; default: its own choice. */
  readonly threads?: number;
  /** Proposals remembered; 0 remembers none. Default 10,000. */
  readonly remember?: number;
  /** Is told what a person should know and no result says: downloads, a device that did not start. */
  readonly onNotice?: (notice: string) => void;
}

export interface OpenAiOptions {
  readonly kind: 'openai';
  /** Up to and including the version, such as `http://localhost:8000/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** Which endpoint: `completions` continues the prompt, `chat` wraps it in messages. Default `completions`. */
  readonly api?: 'completions' | 'chat';
  /** Does it write whole proofs? Default: where a published model of its name does. */
  readonly wholeProofs?: boolean;
  /** How the model reads a state, for `completions`; default: as a published model of its name does, else `[GOAL]` state `[PROOFSTEP]`. */
  readonly prompt?: PromptFormat;
  /** Name of the environment variable that holds the key; default `OPENAI_API_KEY`. */
  readonly keyVariable?: string;
  /** Default: plain sampling. Beam search is not part of the interface of such servers. */
  readonly sampling?: Pick<SamplingOptions, 'temperature' | 'topP'>;
  readonly maxTokens?: number;
  /** Requests under way at once; default 8. */
  readonly concurrency?: number;
  /** Milliseconds until a request is given up; default 120,000. */
  readonly timeout?: number;
  /** How often a request is tried again after 429, 5xx or a broken connection; default 4. */
  readonly retries?: number;
  /** Proposals remembered; 0 remembers none. Default 10,000. */
  readonly remember?: number;
}

export interface PortfolioOptions {
  readonly kind: 'portfolio';
}

export interface MixPart {
  /** Share of the wanted candidates that this part may always fill, relative to the other parts; above 0. */
  readonly weight: number;
  readonly generator: GeneratorOptions;
}

export interface MixOptions {
  readonly kind: 'mix';
  readonly parts: readonly MixPart[];
}

export type GeneratorOptions = PortfolioOptions | OnnxOptions | OpenAiOptions | MixOptions;
