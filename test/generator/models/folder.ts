import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { goalProofstep } from '../../../src/data/prompt-format.ts';
import { encodeModel } from '../../../src/onnx/proto.ts';
import { learnTokenizer, textCodec } from '../../../src/train/tokenizer/tokenizer.ts';
import { type CausalModel, causalModel, tiny } from './causal.ts';
import { type T5Model, t5Decoder, t5Encoder, tinyT5 } from './t5.ts';

/** A folder that is gone after the test. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ariadne-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A tokenizer of the 256 bytes and the markers of the default prompt format. */
export const byteTokenizer = learnTokenizer([], goalProofstep, 0);
export const byteVocabulary = 256 + 3;
/** `<|endoftext|>` in that tokenizer. */
export const endOfText = 0;

/** A few letters, a space, and what ends a text: a model that favours these writes short words. */
export const letters = [endOfText, ...textCodec(byteTokenizer).encode('abcde ')];

export async function writeCausalFolder(folder: string, options: Partial<CausalModel> = {}): Promise<void> {
  const model = { ...tiny, vocabulary: byteVocabulary, ...options };
  await writeDescription(folder, {
    model_type: model.family,
    vocab_size: model.vocabulary,
    max_position_embeddings: model.context,
    hidden_size: model.hidden,
    num_attention_heads: model.heads,
    num_key_value_heads: model.keyHeads,
    num_hidden_layers: model.layers,
    eos_token_id: endOfText,
  });
  await writeFile(join(folder, 'model.onnx'), encodeModel(causalModel(model)));
}

export async function writeT5Folder(folder: string, options: Partial<T5Model> = {}): Promise<void> {
  const model = { ...tinyT5, vocabulary: byteVocabulary, ...options };
  await writeDescription(folder, {
    model_type: 't5',
    is_encoder_decoder: true,
    vocab_size: model.vocabulary,
    n_positions: 512,
    eos_token_id: endOfText,
    decoder_start_token_id: endOfText,
  });
  await writeFile(join(folder, 'encoder_model.onnx'), encodeModel(t5Encoder(model)));
  await writeFile(join(folder, 'decoder_model_merged.onnx'), encodeModel(t5Decoder(model)));
}

/** Everything but the graphs. */
async function writeDescription(folder: string, config: object): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(byteTokenizer.tokenizer));
  await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify(byteTokenizer.config));
}
