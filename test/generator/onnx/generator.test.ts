import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { ProposalRequest } from '../../../src/contracts/generator.ts';
import type { Problem } from '../../../src/data/problem.ts';
import { createOnnxGenerator } from '../../../src/generator/onnx/create.ts';
import type { OnnxGenerator } from '../../../src/generator/onnx/generator.ts';
import { type OnnxOptions, plainSampling } from '../../../src/generator/options.ts';
import { decodeModel, encodeModel } from '../../../src/onnx/proto.ts';
import type { CausalModel } from '../models/causal.ts';
import { letters, temporaryFolder, writeCausalFolder, writeT5Folder } from '../models/folder.ts';

const never = new AbortController().signal;

const request = (options: Partial<ProposalRequest> = {}, pretty = 'n : Nat\n⊢ n = n'): ProposalRequest => ({
  theorem: { name: 't', localTheorems: [] },
  goals: [{ tag: '', pretty, hypotheses: [], target: '', head: '', constants: [] }],
  count: 16,
  seed: 1,
  ...options,
});

const writer: Partial<CausalModel> = { context: 512, favoured: letters };

async function create(t: TestContext, folder: string, options: Partial<OnnxOptions> = {}): Promise<OnnxGenerator> {
  const created = await createOnnxGenerator({ kind: 'onnx', model: folder, threads: 1, ...options });
  assert.ok(created.ok, JSON.stringify(created));
  t.after(() => created.value.close());
  return created.value;
}

async function problemOf(folder: string, options: Partial<OnnxOptions> = {}): Promise<Problem> {
  const created = await createOnnxGenerator({ kind: 'onnx', model: folder, ...options });
  assert.ok(!created.ok);
  return created.error;
}

async function causalFolder(t: TestContext, options: Partial<CausalModel> = {}): Promise<string> {
  const folder = await temporaryFolder(t);
  await writeCausalFolder(folder, { ...writer, ...options });
  return folder;
}

for (const [name, write] of [
  ['a causal model', (folder: string) => writeCausalFolder(folder, writer)],
  ['an encoder-decoder', (folder: string) => writeT5Folder(folder, { favoured: letters })],
] as const) {
  test(`${name} proposes distinct candidates by falling log-probability`, async (t) => {
    const folder = await temporaryFolder(t);
    await write(folder);
    const generator = await create(t, folder, { maxTokens: 60 });
    const [proposal] = await generator.propose([request({ count: 64 })], never);
    assert.ok(proposal?.kind === 'candidates');
    assert.ok(proposal.candidates.length > 1);
    const logs = proposal.candidates.map(({ logProbability }) => logProbability);
    assert.deepEqual(
      logs,
      logs.toSorted((a, b) => b - a),
    );
    assert.ok(logs.every((log) => log <= 0 && Number.isFinite(log)));
    assert.equal(new Set(proposal.candidates.map(({ tactic }) => tactic)).size, logs.length);
    assert.ok(
      proposal.candidates.every(({ tactic }) => !tactic.includes('<|endoftext|>') && !tactic.includes('\uFFFD')),
    );
    assert.ok(proposal.tokens > 0);
  });
}

test('requests of one call are answered in their order, each as if alone', async (t) => {
  const generator = await create(t, await causalFolder(t), { remember: 0 });
  const requests = [1, 2, 3].map((seed) => request({ seed }, `⊢ ${seed} = ${seed}`));
  const tactics = (proposals: Awaited<ReturnType<OnnxGenerator['propose']>>) =>
    proposals.map((p) => (p.kind === 'candidates' ? p.candidates.map(({ tactic }) => tactic) : p.message));
  const together = tactics(await generator.propose(requests, never));
  for (const [i, one] of requests.entries()) {
    assert.deepEqual(tactics(await generator.propose([one], never)), [together[i]]);
  }
});

test('a state that was asked about before costs no tokens', async (t) => {
  const generator = await create(t, await causalFolder(t));
  const [first] = await generator.propose([request()], never);
  const [again] = await generator.propose([request()], never);
  assert.deepEqual(again, { ...first, tokens: 0 });
});

test('attempts share proposals only where chance plays no part', async (t) => {
  const folder = await causalFolder(t);
  const tokensOfSecond = async (decoding: OnnxOptions['decoding'] & object) => {
    const generator = await create(t, folder, { decoding, maxTokens: 10 });
    await generator.propose([request({ seed: 1 })], never);
    const [second] = await generator.propose([request({ seed: 2 })], never);
    return second?.kind === 'candidates' && second.tokens;
  };
  assert.equal(await tokensOfSecond({ kind: 'beam', lengthPenalty: 0 }), 0);
  assert.equal(await tokensOfSecond({ ...plainSampling, temperature: 0 }), 0);
  assert.notEqual(await tokensOfSecond(plainSampling), 0);
});

test('a state that is longer than the context is cut at a hypothesis, and it is said so', async (t) => {
  const generator = await create(t, await causalFolder(t, { context: 96 }), { maxTokens: 16 });
  const hypotheses = Array.from({ length: 20 }, (_, i) => `h${i} : p${i}`).join('\n');
  const [proposal] = await generator.propose([request({}, `${hypotheses}\n⊢ q`)], never);
  assert.ok(proposal?.kind === 'candidates');
  assert.match(proposal.notes?.[0] ?? '', /the first \d+ of 20 hypotheses were left out/);
});

test('weights in a file of their own are found', async (t) => {
  const folder = await causalFolder(t);
  const [whole] = await (await create(t, folder)).propose([request()], never);
  const path = join(folder, 'model.onnx');
  const model = decodeModel(await readFile(path));
  assert.ok(model.ok);
  const parts: Uint8Array[] = [];
  let offset = 0;
  const initializer = model.value.graph.initializer.map((tensor) => {
    const { rawData, ...rest } = tensor;
    if (rawData === undefined || rawData.length < 64) return tensor;
    parts.push(rawData);
    const location = { location: 'model.onnx_data', offset: String(offset), length: String(rawData.length) };
    offset += rawData.length;
    const externalData = Object.entries(location).map(([key, value]) => ({ key, value }));
    return { ...rest, externalData, dataLocation: 1 };
  });
  await writeFile(join(folder, 'model.onnx_data'), Buffer.concat(parts));
  await writeFile(path, encodeModel({ ...model.value, graph: { ...model.value.graph, initializer } }));
  const [apart] = await (await create(t, folder)).propose([request()], never);
  assert.ok(whole?.kind === 'candidates' && apart?.kind === 'candidates');
  assert.deepEqual(
    apart.candidates.map(({ tactic }) => tactic),
    whole.candidates.map(({ tactic }) => tactic),
  );
});

test('the precision decides which file is run', async (t) => {
  const folder = await causalFolder(t);
  const half = await causalFolder(t, { io: 'float16' });
  const bytes = await causalFolder(t, { int8: true });
  await mkdir(join(folder, 'onnx'));
  await rename(join(folder, 'model.onnx'), join(folder, 'onnx', 'model.onnx'));
  await copyFile(join(half, 'model.onnx'), join(folder, 'onnx', 'model_fp16.onnx'));
  const missing = await problemOf(folder, { precision: 'int8' });
  assert.equal(missing.code, 'model-not-found');
  assert.match(missing.message, /int8/);
  await copyFile(join(bytes, 'model.onnx'), join(folder, 'onnx', 'model_quantized.onnx'));
  const names = new Set<string>();
  for (const precision of [undefined, 'fp16', 'int8'] as const) {
    const generator = await create(t, folder, precision === undefined ? {} : { precision });
    names.add(generator.name);
    const [proposal] = await generator.propose([request()], never);
    assert.ok(proposal?.kind === 'candidates' && proposal.candidates.length > 0);
  }
  assert.equal(names.size, 3);
});

test('text that ends a tactic need not be a token', async (t) => {
  const folder = await causalFolder(t);
  const prompt = { beforeState: '', afterState: '\n', stop: 'e' };
  await writeFile(join(folder, 'ariadne.json'), JSON.stringify({ prompt, stop: ['ab'] }));
  const generator = await create(t, folder);
  const [proposal] = await generator.propose([request({ count: 64 })], never);
  assert.ok(proposal?.kind === 'candidates' && proposal.candidates.length > 0);
  assert.ok(proposal.candidates.every(({ tactic }) => !tactic.includes('e')));
});

test('a folder that is none, and no Hugging Face id, is a problem', async () => {
  const problem = await problemOf('/no/such/folder');
  assert.equal(problem.code, 'model-not-found');
  assert.equal(problem.where?.file, '/no/such/folder');
});

test('a folder without a model is a problem that says how to make one', async (t) => {
  const folder = await causalFolder(t);
  await rm(join(folder, 'model.onnx'));
  const problem = await problemOf(folder);
  assert.equal(problem.code, 'model-not-found');
  assert.match(problem.hint!, /optimum-cli export onnx/);
});

for (const name of ['config.json', 'tokenizer.json']) {
  test(`a folder without ${name} is a problem that names it`, async (t) => {
    const folder = await causalFolder(t);
    await rm(join(folder, name));
    const problem = await problemOf(folder);
    assert.equal(problem.code, 'file-not-found');
    assert.equal(problem.where?.file, join(folder, name));
  });
}

test('a file that is cut short is a problem', async (t) => {
  const folder = await causalFolder(t);
  await truncate(join(folder, 'model.onnx'), 1000);
  const problem = await problemOf(folder);
  assert.equal(problem.code, 'invalid-model');
  assert.equal(problem.where?.file, join(folder, 'model.onnx'));
});

test('a tokenizer of another model is a problem', async (t) => {
  for (const vocabulary of [100, 1000]) {
    const folder = await causalFolder(t, { vocabulary, favoured: [] });
    assert.equal((await problemOf(folder)).code, 'vocabulary-mismatch');
  }
});

test('an ariadne.json with a wrong field is a problem that names the field', async (t) => {
  const folder = await causalFolder(t);
  await writeFile(join(folder, 'ariadne.json'), '{"maxTokens": "many"}');
  assert.equal((await problemOf(folder)).where?.field, 'maxTokens');
});

test('weights that are not numbers fail the request, not the program', async (t) => {
  const folder = await causalFolder(t);
  const path = join(folder, 'model.onnx');
  const model = decodeModel(await readFile(path));
  assert.ok(model.ok);
  const initializer = model.value.graph.initializer.map((tensor) =>
    tensor.name === 'head.weight'
      ? { ...tensor, rawData: new Uint8Array(new Float32Array(tensor.rawData!.length / 4).fill(Number.NaN).buffer) }
      : tensor,
  );
  await writeFile(path, encodeModel({ ...model.value, graph: { ...model.value.graph, initializer } }));
  const generator = await create(t, folder);
  const [proposal] = await generator.propose([request()], never);
  assert.ok(proposal?.kind === 'failed');
  assert.equal(proposal.code, 'nan-logits');
});

test('a device that is not there is a problem, and auto says that it falls back', async (t) => {
  const folder = await causalFolder(t);
  const problem = await problemOf(folder, { device: 'cuda' });
  assert.equal(problem.code, 'device-unavailable');
  const notices: string[] = [];
  const generator = await create(t, folder, { device: 'auto', onNotice: (notice) => notices.push(notice) });
  assert.equal((await generator.propose([request()], never))[0]?.kind, 'candidates');
  assert.match(notices[0] ?? '', /'cuda' does not start/);
});

test('what is asked after closing is a failure', async (t) => {
  const generator = await create(t, await causalFolder(t));
  await generator.close();
  const [proposal] = await generator.propose([request()], never);
  assert.ok(proposal?.kind === 'failed' && proposal.code === 'closed');
});

test('loading a model again and again does not keep its memory', async (t) => {
  const folder = await causalFolder(t, { hidden: 256, layers: 4 });
  const reload = async (times: number) => {
    for (let i = 0; i < times; i++) {
      const created = await createOnnxGenerator({ kind: 'onnx', model: folder, threads: 1 });
      assert.ok(created.ok);
      await created.value.close();
    }
    return process.memoryUsage.rss();
  };
  const before = await reload(3);
  const after = await reload(12);
  // One model is 14 MB in its file and twice that when loaded: were sessions kept, twelve would add more than 330. What the
  // allocator and the garbage collector hold for a while does not grow with the number of loads, and is less than half of that.
  assert.ok(after - before < 165 * 2 ** 20, `${(after - before) / 2 ** 20} MiB more`);
});
