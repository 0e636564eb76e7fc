import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Logits after every token of a text, computed on the whole text at once, without a cache. */
export type WholeText = (prompt: readonly number[], written: readonly number[]) => Promise<Float32Array>;

const row = (data: readonly number[]) => new Tensor('int64', BigInt64Array.from(data, BigInt), [1, data.length]);
const ones = (length: number) => row(new Array(length).fill(1));

function emptyCache(session: InferenceSession): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  for (const input of session.inputMetadata) {
    if (!input.isTensor || !input.name.startsWith('past_key_values')) continue;
    const dims = input.shape.map((dim, axis) => (typeof dim === 'number' ? dim : axis === 0 ? 1 : 0));
    const empty = new Tensor(input.type === 'float16' ? 'uint16' : 'float32', [], dims);
    feeds[input.name] = input.type === 'float16' ? Object.assign(empty, { type: 'float16' as const }) : empty;
  }
  return feeds;
}

/** Runs `model.onnx` of a folder; the logits are those of the last token, as float32. */
export async function causalReference(folder: string): Promise<WholeText> {
  const session = await InferenceSession.create(join(folder, 'model.onnx'));
  return async (prompt, written) => {
    const tokens = [...prompt, ...written];
    const { logits } = await session.run({
      input_ids: row(tokens),
      attention_mask: ones(tokens.length),
      ...(session.inputNames.includes('position_ids') && { position_ids: row([...tokens.keys()]) }),
      ...emptyCache(session),
    });
    return lastRow(logits!);
  };
}

/** Runs the encoder and the branch without cache of the merged decoder. */
export async function seq2seqReference(folder: string, start: number): Promise<WholeText> {
  const encoder = await InferenceSession.create(join(folder, 'encoder_model.onnx'));
  const decoder = await InferenceSession.create(join(folder, 'decoder_model_merged.onnx'));
  return async (prompt, written) => {
    const mask = ones(prompt.length);
    const { last_hidden_state } = await encoder.run({ input_ids: row(prompt), attention_mask: mask });
    const { logits } = await decoder.run(
      {
        input_ids: row([start, ...written]),
        encoder_hidden_states: last_hidden_state!,
        encoder_attention_mask: mask,
        use_cache_branch: new Tensor('bool', [false], [1]),
        ...emptyCache(decoder),
      },
      ['logits'],
    );
    return lastRow(logits!);
  };
}

function lastRow(logits: Tensor): Float32Array {
  const size = logits.dims.at(-1)!;
  return Float32Array.from((logits.data as Float32Array).slice(-size));
}

/** The most probable text by the reference, of so many tokens. */
export async function greedyText(reference: WholeText, prompt: readonly number[], tokens: number): Promise<number[]> {
  const written: number[] = [];
  while (written.length < tokens) {
    const logits = await reference(prompt, written);
    written.push(logits.indexOf(Math.max(...logits)));
  }
  return written;
}
