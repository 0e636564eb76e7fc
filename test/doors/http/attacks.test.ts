import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { fail, ok } from '../../../src/data/result.ts';
import { closeGracefully, defaultLimits, httpServer, suggestRoutes } from '../../../src/doors/http/index.ts';

const limits = { ...defaultLimits, bodyBytes: 100_000, requestSeconds: 1, answerSeconds: 1, graceSeconds: 1 };
const question = JSON.stringify({ tactic_state: '⊢ p' });

/** A server that answers at once, or, where the state says so, never. */
function server(): FastifyInstance {
  const app = httpServer({ hosts: ['prover.example'], origins: ['https://editor.example'] }, limits);
  suggestRoutes(app, {
    model: 'm',
    count: 1,
    answerSeconds: limits.answerSeconds,
    answer: async ({ state }, signal) => {
      if (state.includes('wait')) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      if (state.includes('throw')) throw new Error('the secret of the house');
      return signal.aborted
        ? fail({ code: 'cancelled', message: 'cancelled' })
        : ok([{ tactic: 'rfl', logProbability: -1, check: { kind: 'unchecked', reason: '' } }]);
    },
  });
  return app;
}

const portOf = (app: FastifyInstance) => (app.server.address() as AddressInfo).port;

describe('a server among strangers', () => {
  let app: FastifyInstance;
  before(async () => {
    app = server();
    await app.listen({ port: 0, host: '127.0.0.1' });
  });
  after(() => app.close());

  /** Sends bytes as they are, and reads until the server hangs up. */
  async function raw(...parts: readonly string[]): Promise<string> {
    const socket = connect(portOf(app), '127.0.0.1');
    socket.on('error', () => {});
    const answer = text(socket).catch(() => '');
    for (const part of parts) socket.write(part);
    return answer;
  }
  const head = (method: string, path: string, ...headers: readonly string[]) =>
    [`${method} ${path} HTTP/1.1`, 'Connection: close', ...headers, '', ''].join('\r\n');
  const ask = (headers: Record<string, string>, body = question) =>
    fetch(`http://127.0.0.1:${portOf(app)}/`, { method: 'POST', body, headers });
  const json = { 'content-type': 'application/json' };
  /** What every test ends with: the server still answers. */
  const alive = async () => assert.equal((await ask(json)).status, 200);

  for (const path of ['//', 'http://[', '/%', '/%ff%fe', '/\\', '*', '/../../etc/passwd', `/${'a'.repeat(9000)}`]) {
    it(`lives on after a request for ${path.slice(0, 30)}`, async () => {
      const answer = await raw(head('GET', path, 'Host: localhost'));
      assert.match(answer, /^HTTP\/1\.1 4\d\d /);
      await alive();
    });
  }

  for (const garbage of [
    '\0\u0001\u0002\r\n\r\n',
    'GET\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
  ]) {
    it(`lives on after ${JSON.stringify(garbage.slice(0, 24))}`, async () => {
      assert.match(await raw(garbage), /^HTTP\/1\.1 4\d\d /);
      await alive();
    });
  }

  it('stops to read a body in chunks at the limit', async () => {
    const chunk = 'x'.repeat(60_000);
    const chunked = (content: string) => `${content.length.toString(16)}\r\n${content}\r\n`;
    const headers = ['Host: localhost', 'Content-Type: application/json', 'Transfer-Encoding: chunked'];
    // Without an end: the answer comes before the body is whole.
    const answer = await raw(
      head('POST', '/', ...headers),
      chunked(`{"tactic_state": "${chunk}`),
      chunked(chunk),
      chunked(chunk),
    );
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.match(answer, /too-large/);
    await alive();
  });

  it('refuses a body that is announced as too long before it comes', async () => {
    const headers = ['Host: localhost', 'Content-Type: application/json', 'Content-Length: 745000000'];
    assert.match(await raw(head('POST', '/', ...headers)), /^HTTP\/1\.1 413 /);
    await alive();
  });

  it('refuses a body whose length is told in two ways', async () => {
    const headers = [
      'Host: localhost',
      'Content-Type: application/json',
      'Content-Length: 4',
      'Transfer-Encoding: chunked',
    ];
    assert.match(await raw(head('POST', '/', ...headers), '0\r\n\r\n'), /^HTTP\/1\.1 400 /);
    await alive();
  });

  it('does not wait for a request that never becomes whole', async () => {
    const headers = ['Host: localhost', 'Content-Type: application/json', 'Content-Length: 100'];
    assert.match(await raw(head('POST', '/', ...headers), '{"tactic'), /^HTTP\/1\.1 408 /);
    await alive();
  });

  it('answers in time that it has no answer, and cancels the question', async () => {
    const response = await ask(json, JSON.stringify({ tactic_state: 'wait' }));
    assert.equal(response.status, 503);
    assert.match(await response.text(), /timed-out/);
    await alive();
  });

  it('tells nobody what broke inside', async (t) => {
    const written = t.mock.method(process.stderr, 'write', () => true);
    const response = await ask(json, JSON.stringify({ tactic_state: 'throw' }));
    assert.equal(response.status, 500);
    assert.doesNotMatch(await response.text(), /secret/);
    assert.match(String(written.mock.calls[0]?.arguments[0]), /secret/);
    await alive();
  });

  const admitted: [string, readonly string[]][] = [
    ['its address', ['Host: 127.0.0.1:6000']],
    ['an address of the sixth version', ['Host: [::1]:6000']],
    ['localhost', ['Host: LocalHost']],
    ['a name that was allowed', ['Host: prover.example']],
    ['its own page', ['Host: localhost:6000', 'Origin: http://localhost:6000', 'Sec-Fetch-Site: same-origin']],
    ['a page that was allowed', ['Host: localhost', 'Origin: https://editor.example', 'Sec-Fetch-Site: cross-site']],
  ];
  for (const [who, headers] of admitted) {
    it(`answers to ${who}`, async () => {
      assert.match(await raw(head('GET', '/v1/models', ...headers)), /^HTTP\/1\.1 200 /);
    });
  }

  const strangers: [string, readonly string[]][] = [
    ['another name, which may be made to point here', ['Host: evil.example']],
    ['a name that begins like its own', ['Host: localhost.evil.example']],
    ['a name with a user', ['Host: localhost@evil.example']],
    ['no name', ['Host: ']],
    ['a page from elsewhere', ['Host: localhost', 'Origin: https://evil.example']],
    ['a page of another port', ['Host: localhost:6000', 'Origin: http://localhost:7000']],
    ['a page without an origin', ['Host: localhost', 'Origin: null']],
    ['an image on a page from elsewhere', ['Host: localhost', 'Sec-Fetch-Site: cross-site']],
  ];
  for (const [who, headers] of strangers) {
    it(`turns away ${who}`, async () => {
      const answer = await raw(head('GET', '/v1/models', ...headers));
      assert.match(answer, /^HTTP\/1\.1 403 /);
      assert.doesNotMatch(answer, /access-control/i);
    });
  }

  it('takes no body that a form of a page could send', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      assert.equal((await ask({ 'content-type': type })).status, 415, type);
    }
  });

  for (const [what, body] of [
    ['nothing', ''],
    ['no JSON', '{'],
    ['a prototype', '{"tactic_state": "p", "__proto__": {"x": 1}}'],
    ['a list', '[]'],
    ['a number for a state', '{"tactic_state": 1}'],
    ['an empty state', '{"tactic_state": ""}'],
    ['a state of 70000 characters', JSON.stringify({ tactic_state: 'x'.repeat(70_000) })],
    ['deep nesting', `${'['.repeat(40_000)}`],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const response = await ask(json, body);
      assert.equal(response.status, 400);
      assert.equal(((await response.json()) as { error: { type: string } }).error.type, 'malformed-request');
    });
  }
});

describe('a server that is told to stop', () => {
  it('lets answers under way end, up to a limit, and takes no others', async () => {
    const app = server();
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const headers = { 'content-type': 'application/json' };
    const waiting = fetch(url, { method: 'POST', headers, body: JSON.stringify({ tactic_state: 'wait' }) }).then(
      ({ status }) => status,
      () => 'cut off',
    );
    await once(app.server, 'request');
    await closeGracefully(app, { ...limits, graceSeconds: 30 });
    assert.equal(await waiting, 503);
    await assert.rejects(fetch(url, { method: 'POST', headers, body: question }));
  });
});
