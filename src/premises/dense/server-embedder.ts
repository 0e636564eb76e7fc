import { z } from 'zod';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { Server, type ServerSettings } from '../../generator/openai/server.ts';
import { type Embedder, normalize, type Vectors } from './embedder.ts';
import { type Passage, textOf } from './passage.ts';

const Answer = z.object({ data: z.array(z.object({ index: z.int().nonnegative(), embedding: z.array(z.number()) })) });

/** Texts in one request. */
const textsAtOnce = 64;

export interface ServerEmbedderOptions extends ServerSettings {
  readonly model: string;
  /** What stands before a text of a kind, as many models want it (`query: `, `passage: `). */
  readonly prompts?: Readonly<Record<Passage['kind'], string>>;
}

/** Embeddings from any server that speaks `/v1/embeddings` (vLLM, llama.cpp, TEI, Ollama). */
export class ServerEmbedder implements Embedder {
  readonly name: string;
  readonly #server: Server;
  readonly #options: ServerEmbedderOptions;

  constructor(options: ServerEmbedderOptions) {
    this.name = `server:${options.model}@${new URL(options.baseUrl).host}`;
    this.#server = new Server(options);
    this.#options = options;
  }

  async embed(passages: readonly Passage[], signal?: AbortSignal): Promise<Result<Vectors, Problem>> {
    const { model, prompts } = this.#options;
    const input = passages.map((passage) => (prompts?.[passage.kind] ?? '') + textOf(passage));
    const batches = Array.from({ length: Math.ceil(input.length / textsAtOnce) }, (_, i) =>
      input.slice(i * textsAtOnce, (i + 1) * textsAtOnce),
    );
    const abort = signal ?? new AbortController().signal;
    const answers = await Promise.all(
      batches.map(async (batch) => {
        const answer = await this.#server.post('/embeddings', { model, input: batch }, Answer, abort);
        return answer.ok ? inOrder(answer.value, batch.length) : answer;
      }),
    );
    const rows: (readonly number[])[] = [];
    for (const answer of answers) {
      if (!answer.ok) return answer;
      rows.push(...answer.value);
    }
    const width = rows[0]?.length ?? 0;
    const odd = rows.find(({ length }) => length !== width);
    if (odd !== undefined) return fail(invalid(`has vectors of ${width} and of ${odd.length} numbers`));
    return ok(normalize({ width, data: Float32Array.from(rows.flat()) }));
  }

  async close(): Promise<void> {}
}

function inOrder({ data }: z.infer<typeof Answer>, count: number): Result<readonly (readonly number[])[], Problem> {
  const rows = data.toSorted((a, b) => a.index - b.index);
  if (rows.length !== count || rows.some(({ index }, i) => index !== i)) {
    return fail(invalid(`has ${rows.length} vectors for ${count} texts, or not one for each`));
  }
  return ok(rows.map(({ embedding }) => embedding));
}

const invalid = (what: string): Problem => ({
  code: 'invalid-response',
  message: `The answer of the embeddings server ${what}.`,
  hint: 'Does the model that it serves make embeddings?',
});
