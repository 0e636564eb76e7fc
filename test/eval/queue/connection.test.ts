import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseAddress, withoutSecrets } from '../../../src/eval/queue/link/address.ts';
import { QueueConnection } from '../../../src/eval/queue/link/connection.ts';
import { benchmarkOf, temporaryFolder } from '../scripted.ts';
import { freePort, noRedis, RedisServer } from './redis-server.ts';
import { connect, runThere } from './scripted-work.ts';

function addressOf(text: string, env: NodeJS.ProcessEnv = {}) {
  const parsed = parseAddress(text, env);
  assert.ok(parsed.ok);
  return parsed.value;
}

async function problemOf(text: string, env: NodeJS.ProcessEnv = {}) {
  const opened = await QueueConnection.open(addressOf(text, env));
  if (!opened.ok) return opened.error;
  await opened.value[Symbol.asyncDispose]();
  return undefined;
}

describe('the address of a queue', () => {
  it('names host, database and queue', () => {
    const { host, port, tls, db, queue, describe } = addressOf('redis://example.org');
    assert.deepEqual([host, port, tls, db, queue], ['example.org', 6379, false, 0, 'ariadne']);
    assert.equal(describe, 'redis://example.org:6379/ariadne');
    const full = addressOf('rediss://[::1]:7000/2/nightly');
    assert.deepEqual([full.host, full.port, full.tls, full.db, full.queue], ['::1', 7000, true, 2, 'nightly']);
  });

  it('takes user and password from itself, or else from the environment', () => {
    const env = { ARIADNE_QUEUE_USER: 'eve', ARIADNE_QUEUE_PASSWORD: 'from the environment' };
    const own = addressOf('redis://ann:p%40ss@h', env);
    assert.deepEqual([own.username, own.password], ['ann', 'p@ss']);
    const other = addressOf('redis://h', env);
    assert.deepEqual([other.username, other.password], ['eve', 'from the environment']);
  });

  it('is refused, without being repeated, where it is none', () => {
    for (const text of [
      'localhost',
      'http://h',
      'redis://:secret@h/a/b',
      'redis://:secret@h/a b',
      'redis://:secret@',
    ]) {
      const parsed = parseAddress(text, {});
      assert.ok(!parsed.ok);
      assert.doesNotMatch(JSON.stringify(parsed.error), /secret/);
    }
  });

  it('shows no password, wherever it is shown', () => {
    const secret = fc
      .stringMatching(/^[A-Za-z0-9%:!.]{6,12}$/)
      .filter((text) => !'redis://host:6379/queue'.includes(text));
    fc.assert(
      fc.property(secret, (password) => {
        const url = `redis://user:${encodeURIComponent(password)}@host:6379/queue`;
        assert.ok(!addressOf(url).describe.includes(password));
        for (const command of [url, `--queue=${url}`, `a ${url} b ${url}`]) {
          assert.ok(!withoutSecrets(command).includes(encodeURIComponent(password)));
        }
      }),
    );
  });
});

describe('a Redis that cannot be used', { skip: noRedis, timeout: 60_000 }, () => {
  it('is said not to be there', async () => {
    const port = await freePort();
    const problem = await problemOf(`redis://:secret@127.0.0.1:${port}`);
    assert.equal(problem?.code, 'queue-unreachable');
    assert.equal(
      problem.message,
      `there is no Redis to be reached at redis://127.0.0.1:${port}/ariadne: nothing listens there`,
    );
  });

  it('is said to want another password', async () => {
    await using redis = await RedisServer.start('--requirepass', 'right');
    const wrong = await problemOf(`redis://:wrong@127.0.0.1:${redis.port}`);
    assert.match(wrong?.message ?? '', /does not take this user and password$/);
    assert.doesNotMatch(JSON.stringify(wrong), /wrong@|:wrong/);
    assert.match((await problemOf(`redis://127.0.0.1:${redis.port}`))?.message ?? '', /wants a password$/);
    assert.equal(await problemOf(`redis://127.0.0.1:${redis.port}`, { ARIADNE_QUEUE_PASSWORD: 'right' }), undefined);
  });

  it('is said to throw keys away', async () => {
    await using redis = await RedisServer.start('--maxmemory-policy', 'allkeys-lru');
    const problem = await problemOf(redis.url());
    assert.equal(problem?.code, 'queue-evicts');
  });

  it('is said to be too old', async () => {
    // No old one can be had here: this one says what Redis 5 says.
    const info = '# Server\r\nredis_version:5.0.7\r\nredis_mode:standalone\r\n';
    const server = createServer((socket: Socket) => {
      socket.on('data', (data) => {
        for (const _ of data.toString().matchAll(/\binfo\b/gi)) socket.write(`$${info.length}\r\n${info}\r\n`);
        for (const _ of data.toString().matchAll(/\bclient\b/gi)) socket.write('+OK\r\n');
      });
      socket.on('error', () => {});
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const problem = await problemOf(`redis://127.0.0.1:${address.port}`);
    server.close();
    assert.equal(problem?.code, 'queue-too-old');
    assert.match(problem.message, /has version 5\.0\.7, and queues need 6\.2 or newer$/);
  });

  it('is waited for when it goes away, and that it went and came back is said', async () => {
    await using redis = await RedisServer.start();
    const said: string[] = [];
    const opened = await QueueConnection.open(addressOf(redis.url()), ({ kind }) => said.push(kind));
    assert.ok(opened.ok);
    await using connection = opened.value;
    await connection.redis.set('what', 'it knew');
    await redis.kill();
    const asked = connection.redis.get('what');
    await redis.start();
    assert.equal(await asked, 'it knew');
    assert.deepEqual(said, ['lost', 'back']);
  });

  it('is said to be full; what was stored stays, and the run goes on when there is room', async () => {
    await using redis = await RedisServer.start();
    await using folder = await temporaryFolder();
    await using lanes = await connect(redis.url());
    const benchmark = benchmarkOf(4);
    await lanes.connection.redis.config('SET', 'maxmemory', '1mb');
    const run = { folder: folder.path, benchmark };
    // Full before the run could begin, and full while it goes on.
    await assert.rejects(runThere(lanes, run), /is full: it takes nothing more$/);
    await lanes.connection.redis.config('SET', 'maxmemory', '0');
    const full = async (text: string) => {
      if (/no worker/.test(text)) await lanes.connection.redis.config('SET', 'maxmemory', '1mb');
    };
    const ended = await runThere(lanes, run, { onNotice: (text) => void full(text), parallel: 4000 });
    assert.equal(ended.ok || ended.error.code, 'queue-full');
    await lanes.connection.redis.config('SET', 'maxmemory', '0');
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = new AbortController();
    const again = runThere(lanes, { ...run, signal: stop.signal, onEvent: () => resolve() });
    await promise;
    stop.abort();
    assert.ok((await again).ok);
  });
});
