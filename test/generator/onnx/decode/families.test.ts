import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { goalProofstep } from '../../../../src/data/prompt-format.ts';
import type { Decoder } from '../../../../src/generator/onnx/decode/decoder.ts';
import { Engine } from '../../../../src/generator/onnx/decode/engine.ts';
import { KvCache } from '../../../../src/generator/onnx/decode/kv-cache.ts';
import { readDescription } from '../../../../src/generator/onnx/model/config.ts';
import { findModelFiles } from '../../../../src/generator/onnx/model/folder.ts';
import { loadModel } from '../../../../src/generator/onnx/model/load.ts';
import { plainSampling } from '../../../../src/generator/options.ts';
import { ModelConfig } from '../../../../src/train/model/config.ts';
import { writeModelFolder } from '../../../../src/train/model/folder.ts';
import { initialWeights } from '../../../../src/train/model/parameters.ts';
import type { CausalModel } from '../../models/causal.ts';
import {
  byteTokenizer,
  byteVocabulary,
  endOfText,
  temporaryFolder,
  writeCausalFolder,
  writeT5Folder,
} from '../../models/folder.ts';
import { causalReference, greedyText, seq2seqReference, type WholeText } from '../../models/reference.ts';

interface Family {
  readonly name: string;
  readonly write: (folder: string) => Promise<void>;
  readonly reference: (folder: string) => Promise<WholeText>;
  /** Do rows of different lengths share a batch? */
  readonly mixes: boolean;
  /** Can all rows read one copy of a prompt? */
  readonly shares: boolean;
  readonly tolerance: number;
}

const causal = (name: string, options: Partial<CausalModel>, rest: Partial<Family> = {}): Family => ({
  name,
  write: (folder) => writeCausalFolder(folder, options),
  reference: causalReference,
  mixes: true,
  shares: true,
  tolerance: 1e-4,
  ...rest,
});

/** What the trainer writes. */
const trained: Family = {
  name: 'the model that the trainer serves',
  write: async (folder) => {
    const config = ModelConfig.parse({
      vocab_size: byteVocabulary,
      hidden_size: 32,
      intermediate_size: 48,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      head_dim: 8,
      max_position_embeddings: 128,
    });
    const served = { prompt: goalProofstep, maxTokens: 16, weightType: 'float32' } as const;
    const model = { config, tokenizer: byteTokenizer, weights: initialWeights(config, 1) };
    const written = await writeModelFolder(folder, model, served);
    assert.ok(written.ok);
  },
  reference: causalReference,
  mixes: true,
  shares: true,
  tolerance: 1e-4,
};

const families: readonly Family[] = [
  causal('GPT-NeoX: multi-head attention, rotary positions', { family: 'gpt_neox' }),
  causal('Llama: grouped-query attention, rotary positions', { family: 'llama', keyHeads: 2 }),
  causal('GPT-2: multi-head attention, learned positions', { family: 'gpt2' }),
  causal('StarCoder: multi-query attention, fused keys and values', { family: 'gpt_bigcode', keyHeads: 1 }),
  causal(
    'GPT-2 without position_ids: rows keep to one length',
    { family: 'gpt2', positionIds: false },
    { mixes: false, shares: false },
  ),
  causal(
    'Llama in half precision',
    { family: 'llama', keyHeads: 2, io: 'float16' },
    { shares: false, tolerance: 2e-2 },
  ),
  causal('Llama in 8 bits', { family: 'llama', keyHeads: 2, int8: true }, { tolerance: 0.5 }),
  {
    name: 'T5: encoder-decoder, relative positions, merged decoder',
    write: (folder) => writeT5Folder(folder),
    reference: (folder) => seq2seqReference(folder, endOfText),
    mixes: false,
    shares: false,
    tolerance: 1e-4,
  },
  trained,
];

const prompts = [
  [10, 20, 30, 40, 50, 60, 70],
  [11, 21, 31],
  [90, 80, 70, 60, 50, 40, 30, 20, 10, 9, 8, 7, 6],
];

async function load(t: TestContext, family: Family): Promise<{ decoder: Decoder; reference: WholeText }> {
  const folder = await temporaryFolder(t);
  await family.write(folder);
  const description = await readDescription(folder);
  assert.ok(description.ok);
  const files = await findModelFiles(folder, description.value.encoderDecoder, undefined);
  assert.ok(files.ok);
  const decoder = await loadModel(files.value, description.value, { provider: 'cpu', threads: 1 });
  assert.ok(decoder.ok, JSON.stringify(decoder));
  t.after(() => decoder.value.close());
  return { decoder: decoder.value, reference: await family.reference(folder) };
}

function assertClose(actual: Float32Array, expected: Float32Array, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of expected.entries()) {
    assert.ok(Math.abs(actual[i]! - value) <= tolerance, `logit ${i}: ${actual[i]} where ${value} is expected`);
  }
}

for (const family of families) {
  test(`${family.name}: logits with a cache are those of the whole text`, async (t) => {
    const { decoder, reference } = await load(t, family);
    assert.deepEqual([decoder.mixes, decoder.shares], [family.mixes, family.shares]);
    const continuations = [
      [5, 6, 7],
      [15, 16, 17],
    ];
    const together = family.mixes ? prompts.slice(0, 2) : [prompts[0]!, prompts[0]!];
    const { cache: prompted, logits } = await decoder.prefill(together);
    for (const [i, prompt] of together.entries()) {
      assertClose(logits[i]!, await reference(prompt, []), family.tolerance);
    }
    const cache = new KvCache(decoder.cache);
    cache.append([0, 1].map((row) => ({ cache: prompted, row, times: 1 })));
    for (let step = 0; step < 3; step++) {
      const all = await decoder.step(
        cache,
        continuations.map((tokens) => tokens[step]!),
      );
      for (const [i, prompt] of together.entries()) {
        const own = all.subarray(i * decoder.vocabulary, (i + 1) * decoder.vocabulary);
        assertClose(own, await reference(prompt, continuations[i]!.slice(0, step + 1)), family.tolerance);
      }
    }
  });

  if (family.shares) {
    test(`${family.name}: logits of rows that share a prompt are those of the whole text`, async (t) => {
      const { decoder, reference } = await load(t, family);
      assert.ok(decoder.shares);
      const [prompt] = prompts;
      const { cache: prompted } = await decoder.prefill([prompt!]);
      const cache = prompted.shareRow(0, 3);
      const continuations = [
        [5, 6, 7],
        [15, 16, 17],
        [5, 6, 8],
      ];
      for (let step = 0; step < 3; step++) {
        const tokens = continuations.map((written) => written[step]!);
        const all = await decoder.step(cache, tokens);
        for (const [i, written] of continuations.entries()) {
          const own = all.subarray(i * decoder.vocabulary, (i + 1) * decoder.vocabulary);
          assertClose(own, await reference(prompt!, written.slice(0, step + 1)), family.tolerance);
        }
      }
    });
  }

  // In 8 bits, logits depend on the batch by more than the most probable tokens are apart.
  if (family.tolerance > 0.1) continue;
  test(`${family.name}: greedy texts of prompts that decode together are those of each alone`, async (t) => {
    const { decoder, reference } = await load(t, family);
    const engine = new Engine(decoder, { tokens: new Set(), isComplete: () => false }, decoder.vocabulary, 2 ** 30);
    const decoding = { ...plainSampling, temperature: 0 };
    const results = await Promise.all(
      prompts.map((prompt) =>
        engine.decode({ prompt, count: 4, seed: 0, decoding, maxTokens: 12 }, new AbortController().signal),
      ),
    );
    for (const [i, result] of results.entries()) {
      assert.ok(result.ok, JSON.stringify(result));
      const written = result.value.samples[0]!.tokens;
      assert.deepEqual(written, await greedyText(reference, prompts[i]!, written.length));
    }
  });
}
