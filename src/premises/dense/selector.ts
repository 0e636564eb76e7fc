import type { Premise, PremiseQuery, PremiseSelector, RankedPremise } from '../../contracts/premises.ts';
import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import { type DialectOptions, DialectRemoval } from './dialect.ts';
import type { Embedder, Vectors } from './embedder.ts';
import type { EmbeddingStore } from './embedding-store.ts';
import { NearestRows } from './nearest.ts';
import { type Passage, statementPassage, statePassage } from './passage.ts';

/** The namespace of a name, `''` for a root name. */
export const namespaceOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('.')));

export interface DenseOptions {
  readonly premises: readonly Premise[];
  readonly embedder: Embedder;
  readonly store: EmbeddingStore;
  /** What to take out of the embeddings, and states (of no held-out theorem) to fit that on; absent: nothing. */
  readonly dialect?: { readonly options: DialectOptions; readonly states: readonly Passage[] };
  /** Is told what failed where a query has no answer, as when a server is gone. */
  readonly onProblem?: (problem: Problem) => void;
}

/** Queries whose scores are in memory at a time: each takes four bytes a premise. */
const queriesAtOnce = 64;

/** Premises whose embeddings are nearest to that of the goal, by cosine. */
export class DenseSelector implements PremiseSelector {
  readonly name = 'dense';
  readonly #options: DenseOptions;
  readonly #rows: NearestRows;
  readonly #removal: DialectRemoval | undefined;

  private constructor(options: DenseOptions, rows: NearestRows, removal: DialectRemoval | undefined) {
    this.#options = options;
    this.#rows = rows;
    this.#removal = removal;
  }

  /** Embeds what the cache does not hold yet. The embedder is not closed with the selector. */
  static async create(options: DenseOptions, signal?: AbortSignal): Promise<Result<DenseSelector, Problem>> {
    const { premises, embedder, store, dialect } = options;
    const embedded = await store.statements(embedder, premises.map(statementPassage), signal);
    if (!embedded.ok) return embedded;
    if (dialect === undefined)
      return ok(new DenseSelector(options, await NearestRows.create(embedded.value), undefined));
    const states = await embedder.embed(dialect.states, signal);
    if (!states.ok) return states;
    const namespaces = premises.map(({ name }) => namespaceOf(name));
    const sample = { states: states.value, statements: embedded.value, namespaces };
    const removal = DialectRemoval.fit(sample, dialect.options);
    const rows = await NearestRows.create(removal.statements(embedded.value, namespaces));
    return ok(new DenseSelector(options, rows, removal));
  }

  async select(
    queries: readonly PremiseQuery[],
    count: number,
    signal?: AbortSignal,
  ): Promise<readonly (readonly RankedPremise[])[]> {
    const answers: (readonly RankedPremise[])[] = [];
    for (let from = 0; from < queries.length; from += queriesAtOnce) {
      answers.push(...(await this.#select(queries.slice(from, from + queriesAtOnce), count, signal)));
    }
    return answers;
  }

  async #select(
    queries: readonly PremiseQuery[],
    count: number,
    signal: AbortSignal | undefined,
  ): Promise<readonly (readonly RankedPremise[])[]> {
    const { embedder, premises, onProblem } = this.#options;
    const embedded = await embedder.embed(queries.map(statePassage), signal);
    if (!embedded.ok) {
      onProblem?.(embedded.error);
      return queries.map(() => []);
    }
    const vectors: Vectors = this.#removal?.states(embedded.value) ?? embedded.value;
    const found = await this.#rows.find(
      vectors,
      count,
      (query, place) => queries[query]!.isAccessible?.(premises[place]!) ?? true,
    );
    return found.map((neighbours) => neighbours.map(({ place, score }) => ({ premise: premises[place]!, score })));
  }

  close(): Promise<void> {
    return this.#rows.close();
  }
}
