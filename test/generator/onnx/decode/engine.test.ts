import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Decoder } from '../../../../src/generator/onnx/decode/decoder.ts';
import { Engine } from '../../../../src/generator/onnx/decode/engine.ts';
import type { Sample } from '../../../../src/generator/onnx/decode/job.ts';
import type { DecodeRequest } from '../../../../src/generator/onnx/decode/request.ts';
import { readDescription } from '../../../../src/generator/onnx/model/config.ts';
import { loadModel } from '../../../../src/generator/onnx/model/load.ts';
import { plainSampling } from '../../../../src/generator/options.ts';
import type { CausalModel } from '../../models/causal.ts';
import { temporaryFolder, writeCausalFolder, writeT5Folder } from '../../models/folder.ts';
import { causalReference } from '../../models/reference.ts';

const never = new AbortController().signal;
const stop = 3;

async function startEngine(
  t: TestContext,
  options: { readonly model?: Partial<CausalModel>; readonly t5?: boolean; readonly memory?: number } = {},
): Promise<{ engine: Engine; decoder: Decoder; folder: string }> {
  const folder = await temporaryFolder(t);
  await (options.t5 ? writeT5Folder(folder) : writeCausalFolder(folder, options.model));
  const description = await readDescription(folder);
  assert.ok(description.ok);
  const one = { kind: 'one', decoder: `${folder}/${options.t5 ? 'decoder_model_merged' : 'model'}.onnx` } as const;
  const files = options.t5 ? { ...one, encoder: `${folder}/encoder_model.onnx` } : one;
  const decoder = await loadModel(files, description.value, { provider: 'cpu', threads: 1 });
  assert.ok(decoder.ok);
  t.after(() => decoder.value.close());
  const stops = { tokens: new Set([stop]), isComplete: () => false };
  const engine = new Engine(decoder.value, stops, decoder.value.vocabulary, options.memory ?? 2 ** 30);
  return { engine, decoder: decoder.value, folder };
}

const ask = (options: Partial<DecodeRequest>): DecodeRequest => ({
  prompt: [10, 20, 30, 40, 50],
  count: 8,
  seed: 1,
  decoding: plainSampling,
  maxTokens: 16,
  ...options,
});

async function samplesOf(engine: Engine, request: DecodeRequest): Promise<readonly Sample[]> {
  const decoded = await engine.decode(request, never);
  assert.ok(decoded.ok, JSON.stringify(decoded));
  return decoded.value.samples;
}

const texts = (samples: readonly Sample[]) => samples.map(({ tokens }) => tokens.join()).toSorted();

const others = Array.from({ length: 6 }, (_, i) =>
  ask({ prompt: Array.from({ length: 3 + 4 * i }, (_, j) => (7 * i + 11 * j) % 250), seed: i + 2, maxTokens: 5 + i }),
);

for (const [name, options] of [
  ['a causal model', {}],
  ['an encoder-decoder', { t5: true }],
] as const) {
  test(`${name} gives the same samples for the same seed, whatever else is in the batch`, async (t) => {
    const { engine } = await startEngine(t, options);
    const alone = await samplesOf(engine, ask({}));
    const busy = others.map((request) => samplesOf(engine, request));
    const amid = await samplesOf(engine, ask({}));
    await Promise.all(busy);
    assert.deepEqual(texts(amid), texts(alone));
    const [a, b] = [alone, amid].map((samples) =>
      samples.map(({ logProbability }) => logProbability).toSorted((x, y) => x - y),
    );
    for (const [i, logProbability] of a!.entries()) assert.ok(Math.abs(logProbability - b![i]!) < 1e-3);
  });
}

test('a request that joins while others decode is answered as if it were alone', async (t) => {
  const { engine } = await startEngine(t);
  const alone = await samplesOf(engine, ask({}));
  const long = samplesOf(engine, ask({ seed: 9, maxTokens: 60 }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(texts(await samplesOf(engine, ask({}))), texts(alone));
  await long;
});

test('a request that does not fit the memory at once gives the same samples', async (t) => {
  const { engine } = await startEngine(t);
  const whole = await samplesOf(engine, ask({}));
  const { engine: small } = await startEngine(t, { memory: 30_000 });
  assert.deepEqual(texts(await samplesOf(small, ask({}))), texts(whole));
});

test('samples that have drawn the same so far are one row', async (t) => {
  const { engine, decoder } = await startEngine(t, { model: { vocabulary: 8 } });
  const rows: number[] = [];
  const step = decoder.step.bind(decoder);
  decoder.step = (cache, tokens) => {
    rows.push(tokens.length);
    return step(cache, tokens);
  };
  const samples = await samplesOf(engine, ask({ prompt: [1, 2, 4], count: 200, maxTokens: 6 }));
  assert.equal(samples.length, 200);
  const distinct = (length: number) =>
    new Set(samples.flatMap(({ tokens }) => (tokens.length > length ? [tokens.slice(0, length).join()] : []))).size;
  assert.deepEqual(
    rows,
    rows.map((_, i) => distinct(i + 1)),
  );
  assert.ok(rows[0]! < 8);
});

test('other seeds give other samples', async (t) => {
  const { engine } = await startEngine(t);
  assert.notDeepEqual(texts(await samplesOf(engine, ask({}))), texts(await samplesOf(engine, ask({ seed: 2 }))));
});

test('first tokens follow the distribution of the model', async (t) => {
  const vocabulary = 8;
  const { engine, folder } = await startEngine(t, { model: { vocabulary } });
  const reference = await causalReference(folder);
  const prompt = [1, 2, 4];
  const logits = await reference(prompt, []);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  const draws = 4000;
  const counts = new Array<number>(vocabulary).fill(0);
  for (const { tokens } of await samplesOf(engine, ask({ prompt, count: draws, maxTokens: 1 }))) counts[tokens[0]!]!++;
  let statistic = 0;
  for (const [token, count] of counts.entries()) {
    const expected = (draws * Math.exp(logits[token]!)) / total;
    statistic += (count - expected) ** 2 / expected;
  }
  // The critical value of chi-square at 0.001 for 7 degrees of freedom.
  assert.ok(statistic < 24.32, `${statistic}`);
});

test('log-probabilities are those of the untempered model, with what ends the text', async (t) => {
  const { engine, folder } = await startEngine(t, { model: { vocabulary: 8 } });
  const reference = await causalReference(folder);
  const prompt = [1, 2, 4];
  const decoding = { ...plainSampling, temperature: 0.5, topK: 4 };
  const samples = await samplesOf(engine, ask({ prompt, decoding }));
  assert.ok(samples.some(({ finish }) => finish === 'stop'));
  for (const { tokens, logProbability, finish } of samples) {
    assert.equal(tokens.at(-1) === stop, finish === 'stop');
    let expected = 0;
    for (const [i, token] of tokens.entries()) {
      const logits = await reference(prompt, tokens.slice(0, i));
      expected += logits[token]! - Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    }
    assert.ok(Math.abs(logProbability - expected) < 1e-3, `${logProbability} where ${expected} is expected`);
  }
});

test('beam search finds what exhaustive search finds', async (t) => {
  const vocabulary = 4;
  const { engine, folder } = await startEngine(t, { model: { vocabulary } });
  const reference = await causalReference(folder);
  const prompt = [1, 2];
  const maxTokens = 3;
  const complete: { tokens: number[]; logProbability: number }[] = [];
  const extend = async (tokens: number[], logProbability: number): Promise<void> => {
    const logits = await reference(prompt, tokens);
    const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    for (const [token, logit] of logits.entries()) {
      const next = [...tokens, token];
      if (token === stop) complete.push({ tokens: next, logProbability: logProbability + logit - total });
      else if (next.length < maxTokens) await extend(next, logProbability + logit - total);
    }
  };
  await extend([], 0);
  const expected = complete.toSorted((a, b) => b.logProbability - a.logProbability);
  const found = await samplesOf(
    engine,
    ask({ prompt, count: 40, maxTokens, decoding: { kind: 'beam', lengthPenalty: 0 } }),
  );
  assert.deepEqual(
    found.map(({ tokens }) => tokens),
    expected.map(({ tokens }) => tokens),
  );
});

test('beams decode beside samples', async (t) => {
  const { engine } = await startEngine(t);
  const beam = ask({ count: 5, decoding: { kind: 'beam', lengthPenalty: 1 } });
  const alone = await samplesOf(engine, beam);
  const busy = others.map((request) => samplesOf(engine, request));
  assert.deepEqual(texts(await samplesOf(engine, beam)), texts(alone));
  await Promise.all(busy);
});

test('cancelling a request leaves the others as they are', async (t) => {
  const { engine } = await startEngine(t);
  const alone = await samplesOf(engine, ask({ maxTokens: 30 }));
  const controller = new AbortController();
  const cancelled = engine.decode(ask({ seed: 5, count: 16, maxTokens: 60 }), controller.signal);
  const kept = samplesOf(engine, ask({ maxTokens: 30 }));
  setTimeout(() => controller.abort(), 15);
  await assert.rejects(cancelled, { name: 'AbortError' });
  assert.deepEqual(texts(await kept), texts(alone));
  await engine.idle();
});

test('a request that is cancelled before it begins is not decoded', async (t) => {
  const { engine, decoder } = await startEngine(t);
  const before = decoder.busy;
  const controller = new AbortController();
  const cancelled = engine.decode(ask({}), controller.signal);
  controller.abort();
  await assert.rejects(cancelled, { name: 'AbortError' });
  await engine.idle();
  assert.equal(decoder.busy, before);
});

test('logits that are not numbers fail the request and leave the engine working', async (t) => {
  const { decoder } = await startEngine(t);
  let broken = true;
  const sick: Decoder = {
    vocabulary: decoder.vocabulary,
    mixes: decoder.mixes,
    shares: false,
    weightBytes: 0,
    bytesPerToken: decoder.bytesPerToken,
    bytesPerPromptToken: 0,
    cache: decoder.cache,
    busy: 0,
    cachedTokens: (tokens) => tokens,
    prefill: (prompts) => decoder.prefill(prompts),
    step: async (cache, tokens) => {
      const logits = await decoder.step(cache, tokens);
      return broken ? logits.fill(Number.NaN) : logits;
    },
    close: async () => {},
  };
  const engine = new Engine(sick, { tokens: new Set([stop]), isComplete: () => false }, sick.vocabulary, 2 ** 30);
  const failed = await engine.decode(ask({}), never);
  assert.ok(!failed.ok && failed.error.code === 'nan-logits');
  broken = false;
  assert.equal((await samplesOf(engine, ask({}))).length, 8);
});

test('memory does not grow over many requests', async (t) => {
  const { engine } = await startEngine(t);
  const run = async (requests: number) => {
    for (let i = 0; i < requests; i += 8) {
      const wave = Array.from({ length: 8 }, (_, j) => samplesOf(engine, ask({ seed: i + j, count: 2, maxTokens: 4 })));
      await Promise.all(wave);
    }
    globalThis.gc?.();
    const { arrayBuffers, heapUsed } = process.memoryUsage();
    return arrayBuffers + heapUsed;
  };
  await run(200);
  const before = await run(200);
  const after = await run(600);
  assert.ok(after - before < 20 * 2 ** 20, `${before} bytes before, ${after} after`);
});
