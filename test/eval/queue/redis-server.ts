import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** Why there is no Redis to test with; `false` where there is one. */
export const noRedis: string | false =
  spawnSync('redis-server', ['--version']).status === 0 ? false : 'redis-server is not installed';

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A real Redis of its own, with an append-only file, which can be killed and started again. */
export class RedisServer implements AsyncDisposable {
  readonly folder: string;
  readonly port: number;
  readonly #options: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(folder: string, port: number, options: readonly string[]) {
    this.folder = folder;
    this.port = port;
    this.#options = options;
  }

  static async start(...options: string[]): Promise<RedisServer> {
    const server = new RedisServer(await mkdtemp(join(tmpdir(), 'ariadne-redis-')), await freePort(), options);
    await server.start();
    return server;
  }

  url(queue = 'test'): string {
    return `redis://127.0.0.1:${this.port}/${queue}`;
  }

  async start(): Promise<void> {
    const fixed = ['--port', `${this.port}`, '--bind', '127.0.0.1', '--dir', this.folder];
    const kept = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''];
    this.#process = spawn('redis-server', [...fixed, ...kept, ...this.#options], { stdio: 'ignore' });
    for (let tries = 0; tries < 200; tries++) {
      if (await answers(this.port)) return;
      await sleep(50);
    }
    await this.kill();
    throw new Error('redis-server does not start');
  }

  async configure(settings: Readonly<Record<string, string>>): Promise<void> {
    const redis = new Redis({ port: this.port });
    // All at once: a port for TLS needs its certificate.
    await redis.call('CONFIG', 'SET', ...Object.entries(settings).flat());
    redis.disconnect();
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function answers(port: number): Promise<boolean> {
  const redis = new Redis({ port, lazyConnect: true, retryStrategy: () => null, enableReadyCheck: false });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } catch (error) {
    return error instanceof Error && /NOAUTH/.test(error.message);
  } finally {
    redis.disconnect();
  }
}
