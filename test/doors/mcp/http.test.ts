import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const folder = mkdtempSync(join(tmpdir(), 'ariadne-mcp-http-'));
mkdirSync(join(folder, 'own'));
const text = 'theorem easy (a b : Nat) : a + b = b + a := by sorry\n';
writeFileSync(join(folder, 'Easy.lean'), text);
writeFileSync(join(folder, 'own', 'Own.lean'), text);
const bin = join(import.meta.dirname, '..', '..', '..', 'bin', 'ariadne.js');
const token = 'a-secret';

let server: ChildProcess;
let url: URL;
const clients: Client[] = [];

async function connect(roots?: readonly string[]): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, roots ? { capabilities: { roots: {} } } : {});
  if (roots) {
    client.setRequestHandler('roots/list', async () => ({ roots: roots.map((uri) => ({ uri })) }));
  }
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit }));
  clients.push(client);
  return client;
}

const call = async (client: Client, name: string, args: Record<string, unknown>, options: object = {}) =>
  (await client.callTool({ name, arguments: args }, { timeout: 300_000, ...options })).structuredContent as Record<
    string,
    { readonly code: string; readonly outcome: string }
  >;

const ask = (headers: Record<string, string>, body = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}') =>
  new Promise<number | undefined>((resolve, reject) => {
    const all = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers };
    const sent = request(url, { method: 'POST', headers: all }, (response) => {
      resolve(response.statusCode);
      sent.destroy();
    });
    sent.on('error', reject);
    // A body that is announced and never comes: whoever refuses it has not read it.
    if ('content-length' in headers) sent.flushHeaders();
    else sent.end(body);
  });

describe('ariadne mcp --http', () => {
  before(async () => {
    const args = ['mcp', '--http', '--port', '0', '--root', folder, '--workers', '1', '--generator', 'portfolio'];
    server = spawn(process.execPath, [bin, ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, ARIADNE_TOKEN: token },
    });
    const [line] = await once(createInterface({ input: server.stdout! }), 'line');
    url = new URL(/http:\S+/.exec(String(line))![0]);
  });
  after(async () => {
    await Promise.all(clients.map((client) => client.close()));
    server.kill('SIGTERM');
    if (server.exitCode === null) await once(server, 'exit');
  });

  it('serves two clients at once, and cancels the call of one without touching the other', async () => {
    const [first, second] = [await connect(), await connect()];
    const stop = new AbortController();
    const began = Promise.withResolvers<void>();
    const long = call(
      first,
      'prove',
      { statement: '∀ f : Nat → Nat, (∀ n, f (n + 1) > f (f n)) → ∀ n, f n = n', seconds: 600 },
      { signal: stop.signal, onprogress: () => began.resolve() },
    );
    await began.promise;
    const proving = call(second, 'prove', { file: 'Easy.lean', line: 1 });
    stop.abort();
    await assert.rejects(long);
    assert.equal((await proving).proof?.outcome, 'proved');
    assert.ok((await call(first, 'goals', { file: 'Easy.lean' })).sorries);
  });

  it('lets a client narrow the folders that it reads, but not widen them', async () => {
    const narrow = await connect([pathToFileURL(join(folder, 'own')).href]);
    assert.ok((await call(narrow, 'goals', { file: 'Own.lean' })).sorries);
    assert.equal((await call(narrow, 'goals', { file: join(folder, 'Easy.lean') })).error?.code, 'outside-roots');
    const wide = await connect(['file:///']);
    assert.ok((await call(wide, 'goals', { file: '/etc/passwd' })).error);
    assert.ok((await call(wide, 'goals', { file: join(folder, 'Easy.lean') })).error);
  });

  it('turns away who has no token, comes from a page elsewhere or asks for another host', async () => {
    const authorization = `Bearer ${token}`;
    assert.equal(await ask({}), 401);
    assert.equal(await ask({ authorization: 'Bearer another' }), 401);
    assert.equal(await ask({ authorization, origin: 'https://evil.example' }), 403);
    assert.equal(await ask({ authorization, host: 'evil.example' }), 403);
    assert.equal(await ask({ authorization, 'sec-fetch-site': 'cross-site' }), 403);
  });

  it('answers what is no message, no session and too much with an error', async () => {
    const authorization = `Bearer ${token}`;
    assert.equal(await ask({ authorization }), 400);
    assert.equal(await ask({ authorization, 'mcp-session-id': 'none' }), 404);
    assert.equal(await ask({ authorization }, '{'), 400);
    assert.equal(await ask({ authorization, 'content-length': '10000000' }), 413);
  });

  it('does not listen for others than this machine without a token', async () => {
    const { ARIADNE_TOKEN: _, ...env } = process.env;
    const open = spawn(process.execPath, [bin, 'mcp', '--http', '--host', '0.0.0.0'], { stdio: 'ignore', env });
    assert.equal((await once(open, 'exit'))[0], 2);
  });
});
