import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { readJson } from '../../generator/onnx/model/config.ts';
import { Session } from '../../generator/onnx/model/session.ts';
import { floatData, integers } from '../../generator/onnx/model/tensors.ts';
import { TextTokenizer } from '../../generator/onnx/tokenizer.ts';
import { type Embedder, normalize, type Vectors } from './embedder.ts';
import { identityOf } from './identity.ts';
import { type Passage, textOf } from './passage.ts';
import { EmbeddingFormat, fitTokens } from './text.ts';

const AriadneConfig = z.looseObject({ embedding: EmbeddingFormat.optional() });
const ModelConfig = z.looseObject({ max_position_embeddings: z.int().positive().default(512) });

/** Tokens that are encoded at a time, padding included. */
const batchTokens = 8192;

/** Rows are padded to a multiple of this, so that few different shapes occur. */
const lengthStep = 8;

/**
 * A text encoder that onnxruntime runs: an export in the layout of sentence-transformers, with an output
 * `sentence_embedding`, or `last_hidden_state` or `token_embeddings` to be mean-pooled.
 */
export class OnnxEmbedder implements Embedder {
  readonly name: string;
  readonly #session: Session;
  readonly #tokenizer: TextTokenizer;
  readonly #format: EmbeddingFormat;
  readonly #output: string;

  private constructor(
    name: string,
    session: Session,
    { tokenizer, format, output }: { tokenizer: TextTokenizer; format: EmbeddingFormat; output: string },
  ) {
    this.name = name;
    this.#session = session;
    this.#tokenizer = tokenizer;
    this.#format = format;
    this.#output = output;
  }

  static async load(folder: string, threads?: number): Promise<Result<OnnxEmbedder, Problem>> {
    const own = await readJson(join(folder, 'ariadne.json'), AriadneConfig, {});
    if (!own.ok) return own;
    const config = await readJson(join(folder, 'config.json'), ModelConfig, {});
    if (!config.ok) return config;
    const tokenizer = await TextTokenizer.load(folder);
    if (!tokenizer.ok) return tokenizer;
    const path = join(folder, 'model.onnx');
    const identity = await identityOf([path, join(folder, 'tokenizer.json')]);
    if (!identity.ok) return identity;
    const session = await Session.load(path, { provider: 'cpu', threads });
    if (!session.ok) return session;
    const output = outputs.find((name) => session.value.outputs.has(name));
    if (output === undefined || !session.value.inputs.has('input_ids')) {
      await session.value.close();
      return fail({
        code: 'unsupported-model',
        message: `${path} is no encoder: it has no input_ids, or none of the outputs ${outputs.join(', ')}`,
        where: { file: path },
        hint: 'Export one with: optimum-cli export onnx --library sentence_transformers --model NAME FOLDER',
      });
    }
    const format =
      own.value.embedding ?? EmbeddingFormat.parse({ contextLength: config.value.max_position_embeddings });
    const name = `onnx:${basename(resolve(folder))}@${identity.value}`;
    return ok(new OnnxEmbedder(name, session.value, { tokenizer: tokenizer.value, format, output }));
  }

  async embed(passages: readonly Passage[], signal?: AbortSignal): Promise<Result<Vectors, Problem>> {
    const { prompts, contextLength } = this.#format;
    const tokens = passages.map((passage) =>
      fitTokens(this.#tokenizer.encode(prompts[passage.kind] + textOf(passage)), contextLength),
    );
    // Texts of a length together, so that there is little padding.
    const order = [...tokens.keys()].toSorted((a, b) => tokens[a]!.length - tokens[b]!.length);
    let width = 0;
    let data = new Float32Array(0);
    for (let from = 0; from < order.length; ) {
      signal?.throwIfAborted();
      const rows = nextRows(order, tokens, from);
      const encoded = await this.#encode(rows.map((row) => tokens[row]!));
      if (width === 0) {
        width = encoded.width;
        data = new Float32Array(passages.length * width);
      }
      for (const [i, row] of rows.entries()) data.set(encoded.data.subarray(i * width, (i + 1) * width), row * width);
      from += rows.length;
    }
    return ok(normalize({ width, data }));
  }

  async #encode(rows: readonly (readonly number[])[]): Promise<Vectors> {
    const time = paddedTo(Math.max(1, ...rows.map(({ length }) => length)));
    const ids = new Int32Array(rows.length * time);
    const mask = new Int32Array(rows.length * time);
    for (const [row, tokens] of rows.entries()) {
      ids.set(tokens, row * time);
      mask.fill(1, row * time, row * time + Math.max(1, tokens.length));
    }
    const dims = [rows.length, time];
    const all = {
      input_ids: integers('int64', ids, dims),
      attention_mask: integers('int64', mask, dims),
      token_type_ids: integers('int64', new Int32Array(ids.length), dims),
    };
    const wanted = Object.entries(all).filter(([name]) => this.#session.inputs.has(name));
    const result = (await this.#session.run(Object.fromEntries(wanted), [this.#output]))[this.#output]!;
    const values = floatData(result);
    if (result.dims.length === 2) return { width: result.dims[1]!, data: values };
    return meanPooled(values, mask, time);
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

const outputs = ['sentence_embedding', 'last_hidden_state', 'token_embeddings'] as const;

const paddedTo = (length: number): number => Math.ceil(length / lengthStep) * lengthStep;

/** As many texts, from one on, as fit in a batch side by side. */
function nextRows(order: readonly number[], tokens: readonly (readonly number[])[], from: number): readonly number[] {
  let to = from + 1;
  while (to < order.length && (to + 1 - from) * paddedTo(tokens[order[to]!]!.length) <= batchTokens) to++;
  return order.slice(from, to);
}

/** The mean over the tokens of each row of [batch, time, width], padding left out. */
function meanPooled(values: Float32Array, mask: Int32Array, time: number): Vectors {
  const width = values.length / mask.length;
  const data = new Float32Array((mask.length / time) * width);
  for (let place = 0; place < mask.length; place++) {
    if (mask[place] === 0) continue;
    const row = Math.floor(place / time) * width;
    // The length is set to 1 afterwards: the sum does for the mean.
    for (let i = 0; i < width; i++) data[row + i] = data[row + i]! + values[place * width + i]!;
  }
  return { width, data };
}
