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

/** Rows of one prompt that decode together: it says what each continues with, and which end. */
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

interface LiveSample {
  readonly index: number;
  readonly tokens: number[];
  logProbability: number;
}

/** Independent samples. */
export class SampleJob implements Job {
  readonly rows: number;
  readonly maxTokens: number;
  readonly samples: Sample[] = [];
  readonly #settings: JobSettings & { readonly sampling: SamplingOptions; readonly seed: number };
  readonly #draw: TokenDraw;
  #generated = 0;
  #live: LiveSample[];

  /** @param first index of the first sample within its request: samples are drawn by index, however a request is cut */
  constructor(settings: JobSettings & { readonly sampling: SamplingOptions; readonly seed: number }, first: number) {
    this.rows = settings.rows;
    this.maxTokens = settings.maxTokens;
    this.#settings = settings;
    this.#draw = new TokenDraw(settings.drawable);
    this.#live = Array.from({ length: settings.rows }, (_, i) => ({ index: first + i, tokens: [], logProbability: 0 }));
  }

  get generated(): number {
    return this.#generated;
  }

  advance(logits: readonly Float32Array[]): readonly Extension[] | undefined {
    const { sampling, seed } = this.#settings;
    const shared = logits.length === 1;
    const extensions: Extension[] = [];
    const live: LiveSample[] = [];
    for (const [i, sample] of this.#live.entries()) {
      const parent = shared ? 0 : i;
      const drawn = this.#draw.draw(logits[parent]!, sampling, uniform(seed, sample.index, sample.tokens.length));
      if (drawn === undefined) return undefined;
      sample.tokens.push(drawn.token);
      sample.logProbability += drawn.logProbability;
      this.#generated++;
      const finish = this.#finish(sample.tokens, drawn.token);
      if (finish !== undefined) {
        this.samples.push({ tokens: sample.tokens, logProbability: sample.logProbability, finish });
      } else {
        live.push(sample);
        extensions.push({ parent, token: drawn.token });
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
