import type { Decoder } from './decoder.ts';
import type { Job } from './job.ts';
import { type CacheRows, KvCache } from './kv-cache.ts';
import { planRearrangement } from './rearrange.ts';

/** A row of the batch: which row of its job it is, and the token that it goes on with. */
interface Row {
  readonly job: Job;
  readonly index: number;
  readonly token: number;
}

/** What a step came to: jobs that are done, and jobs whose logits were no distribution. */
export interface StepOutcome {
  readonly done: readonly Job[];
  readonly broken: readonly Job[];
}

/** The row of a cache that holds a prompt. */
export type Prompt = Omit<CacheRows, 'times'>;

/** A job, and the tokens that its rows begin with. */
export interface Beginning {
  readonly job: Job;
  readonly tokens: readonly number[];
}

const rowsOf = (jobs: readonly Beginning[]): Row[] =>
  jobs.flatMap(({ job, tokens }) => tokens.map((token, index) => ({ job, index, token })));

/** Rows that decode together: the rows of several jobs in one cache. */
export class Group {
  readonly #decoder: Decoder;
  readonly #cache: KvCache;
  #rows: readonly Row[] = [];

  constructor(decoder: Decoder, cache = new KvCache(decoder.cache)) {
    this.#decoder = decoder;
    this.#cache = cache;
  }

  /** A group of its own for the jobs of one prompt, which all rows read in one place. */
  static sharing(decoder: Decoder, prompt: Prompt, jobs: readonly Beginning[]): Group {
    const rows = rowsOf(jobs);
    const group = new Group(decoder, prompt.cache.shareRow(prompt.row, rows.length));
    group.#rows = rows;
    return group;
  }

  /** Do its rows share a prompt? Then others cannot join. */
  get isClosed(): boolean {
    return this.#cache.shared !== undefined;
  }

  get rows(): number {
    return this.#rows.length;
  }

  get jobs(): ReadonlySet<Job> {
    return new Set(this.#rows.map(({ job }) => job));
  }

  /** Tokens in each row, where all rows have the same number; the longest row's where they need not. */
  get length(): number {
    return Math.max(0, ...this.#cache.lengths);
  }

  /** Adds jobs, each with the row of its prompt. */
  join(jobs: readonly (Beginning & { readonly prompt: Prompt })[]): void {
    this.#cache.append(jobs.map(({ prompt, tokens }) => ({ ...prompt, times: tokens.length })));
    this.#rows = [...this.#rows, ...rowsOf(jobs)];
  }

  /** Takes jobs out of the batch. */
  drop(jobs: ReadonlySet<Job>): void {
    const kept = this.#rows.flatMap((row, i) => (jobs.has(row.job) ? [] : [i]));
    if (kept.length < this.#rows.length)
      this.#rearrange(
        kept,
        kept.map((i) => this.#rows[i]!),
      );
  }

  /** One token for every row. Rows that end leave the batch. */
  async step(): Promise<StepOutcome> {
    const { vocabulary } = this.#decoder;
    const all = await this.#decoder.step(
      this.#cache,
      this.#rows.map(({ token }) => token),
    );
    const wanted: number[] = [];
    const rows: Row[] = [];
    const done: Job[] = [];
    const broken: Job[] = [];
    for (const [job, places] of this.#places()) {
      const next = job.advance(places.map((row) => all.subarray(row * vocabulary, (row + 1) * vocabulary)));
      if (next === undefined) broken.push(job);
      else if (next.length === 0) done.push(job);
      for (const [index, { parent, token }] of (next ?? []).entries()) {
        wanted.push(places[parent]!);
        rows.push({ job, index, token });
      }
    }
    this.#rearrange(wanted, rows);
    return { done, broken };
  }

  /** For each job, where its rows lie, in their order. */
  #places(): Map<Job, number[]> {
    const places = new Map<Job, number[]>();
    for (const [i, { job, index }] of this.#rows.entries()) {
      const own = places.get(job) ?? [];
      own[index] = i;
      places.set(job, own);
    }
    return places;
  }

  #rearrange(wanted: readonly number[], rows: readonly Row[]): void {
    const { copies, places } = planRearrangement(wanted, this.#rows.length);
    this.#cache.rearrange(copies, wanted.length);
    const moved = new Array<Row>(rows.length);
    for (const [i, place] of places.entries()) moved[place] = rows[i]!;
    this.#rows = moved;
  }
}
