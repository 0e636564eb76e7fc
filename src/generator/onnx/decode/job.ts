import type { BeamOptions, SamplingOptions } from '../../options.ts';
import { BeamSearch, type Extension } from '../sampling/beam.ts';
import { TokenDraw } from '../sampling/draw.ts';
import { uniform } from '../sampling/philox.ts';
import { isLooping } from '../sampling/repetition.ts';

/** A text that a model wrote after a prompt. */
export interface Sample {
  /** What ended it is among them. */
  readonly tokens: readonly number[];
  /** Natural logarithm of its probability under the model. */
  readonly logProbability: number;
  /** `stop`: the model ended it. `length`: it was cut. `loop`: it repeated itself and was given up. */
  readonly finish: 'stop' | 'length' | 'loop';
}

/** What ends a text: tokens, or what the whole of it says. */
export interface Stops {
  readonly tokens: ReadonlySet<number>;
  readonly isComplete: (tokens: readonly number[]) => boolean;
}

/** Rows of one prompt that decode together, each of them a text: it says what each continues with, and which end. */
export interface Job {
  /** Rows at most. */
  readonly rows: number;
  readonly maxTokens: number;
  /** Tokens generated so far. */
  readonly generated: number;
  readonly samples: readonly Sample[];
  /**
   * @param logits of the next token: of the prompt alone at first, then of each row that goes on, in their order
   * @returns the rows that go on, none when the job is done; `undefined` where logits are no distribution
   */
  advance(logits: readonly Float32Array[]): readonly Extension[] | undefined;
}

export interface JobSettings {
  readonly rows: number;
  readonly maxTokens: number;
  readonly stops: Stops;
  /** Tokens that the tokenizer knows. */
  readonly drawable: number;
}

/** What some samples have written so far, all of them the same: the model reads it once. */
interface LiveText {
  readonly tokens: readonly number[];
  readonly logProbability: number;
  /** Indices of the samples within their request. */
  readonly samples: readonly number[];
}

/**
 * Independent samples. A row is a text, not a sample: samples that have drawn the same tokens share it until they part, so that
 * a model that is sure of what it says decodes few rows, however many samples are drawn.
 */
export class SampleJob implements Job {
  readonly rows: number;
  readonly maxTokens: number;
  readonly samples: Sample[] = [];
  readonly #settings: JobSettings & { readonly sampling: SamplingOptions; readonly seed: number };
  readonly #draw: TokenDraw;
  #generated = 0;
  /** In the order of the rows. */
  #live: readonly LiveText[];

  /** @param first index of the first sample within its request: samples are drawn by index, however a request is cut */
  constructor(settings: JobSettings & { readonly sampling: SamplingOptions; readonly seed: number }, first: number) {
    this.rows = settings.rows;
    this.maxTokens = settings.maxTokens;
    this.#settings = settings;
    this.#draw = new TokenDraw(settings.drawable);
    const samples = Array.from({ length: settings.rows }, (_, i) => first + i);
    this.#live = [{ tokens: [], logProbability: 0, samples }];
  }

  get generated(): number {
    return this.#generated;
  }

  advance(logits: readonly Float32Array[]): readonly Extension[] | undefined {
    const { sampling, seed } = this.#settings;
    const extensions: Extension[] = [];
    const live: LiveText[] = [];
    for (const [parent, text] of this.#live.entries()) {
      const position = text.tokens.length;
      const numbers = text.samples.map((sample) => uniform(seed, sample, position));
      const drawn = this.#draw.draw(logits[parent]!, sampling, numbers);
      if (drawn === undefined) return undefined;
      this.#generated += drawn.length;
      const byToken = Map.groupBy(drawn.entries(), ([, { token }]) => token);
      for (const [token, same] of byToken) {
        const longer = {
          tokens: [...text.tokens, token],
          logProbability: text.logProbability + same[0]![1].logProbability,
          samples: same.map(([place]) => text.samples[place]!),
        };
        const finish = this.#finish(longer.tokens, token);
        if (finish === undefined) {
          live.push(longer);
          extensions.push({ parent, token });
        } else {
          const { tokens, logProbability } = longer;
          this.samples.push(...longer.samples.map(() => ({ tokens, logProbability, finish })));
        }
      }
    }
    this.#live = live;
    return extensions;
  }

  #finish(tokens: readonly number[], last: number): Sample['finish'] | undefined {
    const { stops, maxTokens } = this.#settings;
    if (stops.tokens.has(last) || stops.isComplete(tokens)) return 'stop';
    if (tokens.length >= maxTokens) return 'length';
    return isLooping(tokens) ? 'loop' : undefined;
  }
}

/** The most probable texts, by beam search. Only stop tokens end them. */
export class BeamJob implements Job {
  readonly rows: number;
  readonly maxTokens: number;
  readonly #search: BeamSearch;
  readonly #drawable: number;
  #generated = 0;

  constructor(settings: JobSettings, { lengthPenalty }: BeamOptions) {
    this.rows = settings.rows;
    this.maxTokens = settings.maxTokens;
    this.#drawable = settings.drawable;
    const { rows: width, maxTokens, stops } = settings;
    this.#search = new BeamSearch({ width, lengthPenalty, maxTokens, stops: stops.tokens });
  }

  get generated(): number {
    return this.#generated;
  }

  get samples(): readonly Sample[] {
    return this.#search.finished.map((hypothesis) => ({ ...hypothesis, finish: 'stop' }));
  }

  advance(logits: readonly Float32Array[]): readonly Extension[] | undefined {
    this.#generated += logits.length;
    return this.#search.advance(logits, this.#drawable);
  }
}
