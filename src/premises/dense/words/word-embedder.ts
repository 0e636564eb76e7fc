import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Problem } from '../../../data/problem.ts';
import { ok, type Result } from '../../../data/result.ts';
import { readJson } from '../../../generator/onnx/model/config.ts';
import { Session } from '../../../generator/onnx/model/session.ts';
import { floatData, integers } from '../../../generator/onnx/model/tensors.ts';
import { type Embedder, normalize, type Vectors } from '../embedder.ts';
import { identityOf } from '../identity.ts';
import type { Passage } from '../passage.ts';
import { FeatureReader } from './features.ts';
import { padding, type WordIds, WordVocabulary } from './vocabulary.ts';

/** Inputs and outputs of the graph. */
export const servedNames = {
  words: 'words',
  fields: 'fields',
  state: 'state_embedding',
  statement: 'statement_embedding',
} as const;

/** The file of a model's folder that holds its words, in the order of their numbers. */
export const vocabularyFile = 'words.json';
export const VocabularyFile = z.object({ words: z.array(z.string()), buckets: z.int().nonnegative() });

/** Words that are looked up at a time, padding included. */
const batchWords = 16384;

/** An encoder that `ariadne train-retriever` wrote, run by onnxruntime. */
export class WordEmbedder implements Embedder {
  readonly name: string;
  readonly #session: Session;
  readonly #vocabulary: WordVocabulary;
  readonly #reader = new FeatureReader();

  private constructor(name: string, session: Session, vocabulary: WordVocabulary) {
    this.name = name;
    this.#session = session;
    this.#vocabulary = vocabulary;
  }

  static async load(folder: string, threads?: number): Promise<Result<WordEmbedder, Problem>> {
    const words = await readJson(join(folder, vocabularyFile), VocabularyFile);
    if (!words.ok) return words;
    const path = join(folder, 'model.onnx');
    const identity = await identityOf([path, join(folder, vocabularyFile)]);
    if (!identity.ok) return identity;
    const session = await Session.load(path, { provider: 'cpu', threads });
    if (!session.ok) return session;
    const name = `words:${basename(resolve(folder))}@${identity.value}`;
    return ok(new WordEmbedder(name, session.value, new WordVocabulary(words.value.words, words.value.buckets)));
  }

  async embed(passages: readonly Passage[], signal?: AbortSignal): Promise<Result<Vectors, Problem>> {
    const encoded = passages.map((passage) => this.#vocabulary.encode(this.#reader.read(passage)));
    // Passages of a kind and a length together, so that there is little padding.
    const order = [...passages.keys()].toSorted(
      (a, b) =>
        Number(passages[a]!.kind === 'state') - Number(passages[b]!.kind === 'state') ||
        encoded[a]!.words.length - encoded[b]!.words.length,
    );
    let width = 0;
    let data = new Float32Array(0);
    for (let from = 0; from < order.length; ) {
      signal?.throwIfAborted();
      const { kind } = passages[order[from]!]!;
      let to = from + 1;
      while (
        to < order.length &&
        passages[order[to]!]!.kind === kind &&
        (to + 1 - from) * encoded[order[to]!]!.words.length <= batchWords
      ) {
        to++;
      }
      const rows = order.slice(from, to);
      const vectors = await this.#encode(
        kind,
        rows.map((row) => encoded[row]!),
      );
      if (width === 0) {
        width = vectors.width;
        data = new Float32Array(passages.length * width);
      }
      for (const [i, row] of rows.entries()) data.set(vectors.data.subarray(i * width, (i + 1) * width), row * width);
      from = to;
    }
    return ok(normalize({ width, data }));
  }

  async #encode(kind: Passage['kind'], rows: readonly WordIds[]): Promise<Vectors> {
    const time = Math.max(1, ...rows.map(({ words }) => words.length));
    const words = new Int32Array(rows.length * time).fill(padding);
    const fields = new Int32Array(rows.length * time);
    for (const [row, ids] of rows.entries()) {
      words.set(ids.words, row * time);
      fields.set(ids.fields, row * time);
    }
    const output = servedNames[kind];
    const dims = [rows.length, time];
    const feeds = {
      [servedNames.words]: integers('int64', words, dims),
      [servedNames.fields]: integers('int64', fields, dims),
    };
    const result = (await this.#session.run(feeds, [output]))[output]!;
    return { width: result.dims[1]!, data: floatData(result) };
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
