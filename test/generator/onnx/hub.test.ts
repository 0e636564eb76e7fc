import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type HubSettings, locateModel, wantedFiles } from '../../../src/generator/onnx/model/hub.ts';
import { temporaryFolder, writeCausalFolder } from '../models/folder.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';

/** Speaks the part of the Hub's API that downloading takes, for one model whose files lie in a folder. */
async function serveHub(t: TestContext, folder: string): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = [];
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name).slice(folder.length + 1)] : [],
  );
  const describe = async (path: string) => ({
    type: 'file',
    path,
    size: (await readFile(join(folder, path))).length,
    oid: Buffer.from(path).toString('hex').padEnd(40, '0').slice(0, 40),
    lastCommit: { id: sha, title: 'first', date: '2026-01-01T00:00:00Z' },
  });
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    requests.push(`${request.method} ${pathname}`);
    const json = (value: unknown) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (pathname.startsWith('/api/models/owner/model/tree/')) return json(await Promise.all(names.map(describe)));
    if (pathname.startsWith('/api/models/owner/model/paths-info/')) {
      const { paths } = JSON.parse(body) as { paths: string[] };
      return json(await Promise.all(paths.map(describe)));
    }
    if (pathname.startsWith('/api/models/owner/model')) return json({ _id: '1', id: 'owner/model', sha });
    const [, path] = /^\/owner\/model\/resolve\/[^/]+\/(.+)$/.exec(pathname) ?? [];
    if (path === undefined) return response.writeHead(404).end('{"error":"Repository not found"}');
    const bytes = await readFile(join(folder, decodeURIComponent(path)));
    const { oid } = await describe(path);
    const range = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '');
    const [from, to] =
      range === null ? [0, bytes.length - 1] : [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)];
    response.writeHead(range === null ? 200 : 206, {
      etag: `"${oid}"`,
      'content-length': String(to - from + 1),
      'content-range': `bytes ${from}-${to}/${bytes.length}`,
    });
    response.end(request.method === 'HEAD' ? undefined : bytes.subarray(from, to + 1));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

const settings = (cacheFolder: string, options: Partial<HubSettings> = {}): HubSettings => ({
  url: undefined,
  offline: false,
  token: undefined,
  cacheFolder,
  ...options,
});

test('a model is downloaded into the cache of the Hub, what it needs only, and found there again offline', async (t) => {
  const remote = await temporaryFolder(t);
  await writeCausalFolder(remote);
  await writeFile(join(remote, 'pytorch_model.bin'), 'large');
  await mkdir(join(remote, 'onnx'));
  const { url, requests } = await serveHub(t, remote);
  const cache = await temporaryFolder(t);
  const notices: string[] = [];
  const located = await locateModel('owner/model', undefined, settings(cache, { url }), (notice) =>
    notices.push(notice),
  );
  assert.ok(located.ok, JSON.stringify(located));
  assert.equal(located.value, join(cache, 'models--owner--model', 'snapshots', sha));
  for (const name of ['config.json', 'tokenizer.json', 'model.onnx']) {
    assert.deepEqual(await readFile(join(located.value, name)), await readFile(join(remote, name)));
  }
  assert.ok(notices.some((notice) => notice.includes('model.onnx')));
  assert.ok(!requests.some((request) => request.includes('pytorch_model.bin')));

  const asked = requests.length;
  const again = await locateModel('owner/model', undefined, settings(cache, { url, offline: true }), () => {});
  assert.deepEqual(again, located);
  assert.equal(requests.length, asked);

  await rm(join(located.value, 'tokenizer.json'));
  const broken = await locateModel('owner/model', undefined, settings(cache, { offline: true }), () => {});
  assert.ok(!broken.ok && broken.error.code === 'offline');
  assert.equal(broken.error.where?.file, join(located.value, 'tokenizer.json'));
});

test('a model that the Hub does not have is a problem', async (t) => {
  const remote = await temporaryFolder(t);
  const { url } = await serveHub(t, remote);
  const located = await locateModel('owner/other', undefined, settings(await temporaryFolder(t), { url }), () => {});
  assert.ok(!located.ok && located.error.code === 'model-not-found');
  assert.match(located.error.message, /no folder 'owner\/other'.*404/);
});

test('without a connection, the file that is missing is named', async (t) => {
  const cache = await temporaryFolder(t);
  const unreachable = settings(cache, { url: 'http://127.0.0.1:9' });
  const located = await locateModel('owner/model', undefined, unreachable, () => {});
  assert.ok(!located.ok && located.error.code === 'offline');
  assert.match(located.error.message, /cannot be reached.*config\.json/);
});

test('of several precisions and layouts, one is wanted', () => {
  const remote = [
    'config.json',
    'tokenizer.json',
    'README.md',
    'onnx/model.onnx',
    'onnx/model.onnx_data',
    'onnx/model_fp16.onnx',
    'onnx/model_quantized.onnx',
  ];
  const described = ['config.json', 'tokenizer.json'];
  assert.deepEqual(wantedFiles(remote, undefined), [...described, 'onnx/model.onnx', 'onnx/model.onnx_data']);
  assert.deepEqual(wantedFiles(remote, 'fp16'), [...described, 'onnx/model_fp16.onnx']);
  assert.deepEqual(wantedFiles(remote, 'int8'), [...described, 'onnx/model_quantized.onnx']);
  const seq2seq = ['config.json', 'encoder_model.onnx', 'decoder_model_merged.onnx'];
  assert.deepEqual(wantedFiles([...seq2seq, 'decoder_model.onnx', 'decoder_with_past_model.onnx'], undefined), seq2seq);
});
