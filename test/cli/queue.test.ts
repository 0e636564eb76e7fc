import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { freePort, noRedis, RedisServer } from '../eval/queue/redis-server.ts';
import { temporaryFolder } from '../eval/scripted.ts';

const noOpenssl = spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is not installed';
const ariadne = join(import.meta.dirname, '..', '..', 'bin', 'ariadne.js');

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [ariadne, ...args], { env: { ...process.env, ARIADNE_QUEUE: '', ...env } });
  const [out, error, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<[number | null]>((resolve) => child.once('exit', (exit) => resolve([exit]))),
  ]);
  return { out, error, code };
}

describe('ariadne queue and worker', { skip: noRedis, timeout: 60_000 }, () => {
  it('say in one line, and without the password, what is wrong with a Redis, and end with 2', async () => {
    await using redis = await RedisServer.start('--requirepass', 'right');
    const place = `127.0.0.1:${redis.port}`;
    const hint = 'hint:  Give it in the address (redis://user:password@host), or in ARIADNE_QUEUE_PASSWORD.\n';
    for (const command of [['queue', 'status'], ['worker']]) {
      const { error, code } = await run([...command, '--queue', `redis://:wrong-one@${place}`]);
      assert.equal(error, `error: the Redis at redis://${place}/ariadne does not take this user and password\n${hint}`);
      assert.equal(code, 2);
    }
    const port = await freePort();
    const gone = await run(['queue', 'drain', '--queue', `redis://127.0.0.1:${port}`]);
    assert.match(gone.error, /^error: there is no Redis to be reached at \S+: nothing listens there\nhint: .*\n$/);
    const unnamed = await run(['queue', 'status']);
    assert.match(unnamed.error, /^error: No queue is named\.\nhint: .*\n$/);
  });

  it('speak TLS, and believe the authority that they are told of', { skip: noOpenssl }, async () => {
    await using folder = await temporaryFolder();
    const [key, certificate] = [join(folder.path, 'key.pem'), join(folder.path, 'certificate.pem')];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2', ...names];
    assert.equal(spawnSync('openssl', ['req', '-x509', ...made]).status, 0);
    await using redis = await RedisServer.start();
    const secure = await freePort();
    const settings = {
      'tls-cert-file': certificate,
      'tls-key-file': key,
      'tls-auth-clients': 'no',
      'tls-port': `${secure}`,
    };
    await redis.configure(settings);
    for (const host of ['localhost', '127.0.0.1']) {
      const env = { ARIADNE_QUEUE: `rediss://${host}:${secure}` };
      const { out, code } = await run(['queue', 'status'], { ...env, NODE_EXTRA_CA_CERTS: certificate });
      assert.deepEqual([out, code], ['Nothing is on the queue.\nNo worker is there.\n', 0]);
      const stranger = await run(['queue', 'status'], env);
      assert.match(stranger.error, /^error: .*self-signed certificate.*\nhint: .*NODE_EXTRA_CA_CERTS.*\n$/);
    }
  });

  it('show an empty queue to people and to programs', async () => {
    await using redis = await RedisServer.start('--requirepass', 'right');
    const env = { ARIADNE_QUEUE: redis.url(), ARIADNE_QUEUE_PASSWORD: 'right' };
    assert.equal((await run(['queue', 'status'], env)).out, 'Nothing is on the queue.\nNo worker is there.\n');
    const { out } = await run(['queue', 'status', '--json'], env);
    assert.deepEqual(JSON.parse(out), { lanes: [], workers: [], failed: [] });
    assert.deepEqual(JSON.parse((await run(['queue', 'retry', '--json'], env)).out), { retried: 0 });
    assert.deepEqual(JSON.parse((await run(['queue', 'drain', '--json'], env)).out), { taken: 0 });
  });
});
