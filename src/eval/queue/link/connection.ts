import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis, type RedisOptions } from 'ioredis';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import { addressVariables, type QueueAddress } from './address.ts';

/** BullMQ needs scripts and commands that came with this version; every Valkey has them. */
const oldestRedis = [6, 2];

/** Keys of ours, beside those of BullMQ, which begin with `prefix` too. */
export const keyPrefix = 'ariadne';

/** Is told when the connection is lost and when it is back. */
export type OnConnection = (event: { readonly kind: 'lost' | 'back'; readonly describe: string }) => void;

/**
 * A connection that is given up and made again where a command gets no answer: a link that was cut says nothing. Its
 * duplicates wait for work and for events; there BullMQ watches over the time.
 */
class WatchedRedis extends Redis {
  override duplicate(override?: Partial<RedisOptions>): Redis {
    const { socketTimeout: _, ...options } = this.options;
    const duplicate = new Redis({ ...options, ...override });
    duplicate.on('error', () => {});
    return duplicate;
  }
}

/** How long a command may be without an answer, in milliseconds. */
const silence = 20_000;

/**
 * The connection to a Redis. It is tried out when it is opened, so that what a person has to put right is said at once;
 * after that, when it breaks it is made again for as long as it takes, and commands wait for it.
 */
export class QueueConnection implements AsyncDisposable {
  readonly address: QueueAddress;
  readonly redis: Redis;

  private constructor(address: QueueAddress, redis: Redis, onConnection: OnConnection) {
    this.address = address;
    this.redis = redis;
    let lost = false;
    redis.on('close', () => {
      if (!lost && redis.status !== 'end') onConnection({ kind: 'lost', describe: address.describe });
      lost = true;
    });
    redis.on('ready', () => {
      if (lost) onConnection({ kind: 'back', describe: address.describe });
      lost = false;
    });
  }

  static async open(
    address: QueueAddress,
    onConnection: OnConnection = () => {},
  ): Promise<Result<QueueConnection, Problem>> {
    const problem = await examine(address);
    if (problem !== undefined) return fail(problem);
    const redis = new WatchedRedis({ ...redisOptions(address), socketTimeout: silence });
    redis.on('error', () => {});
    return ok(new QueueConnection(address, redis, onConnection));
  }

  /** A key of this queue. */
  key(...parts: readonly string[]): string {
    return [keyPrefix, this.address.queue, ...parts].join(':');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.redis.removeAllListeners('close');
    // What is under way gets its answer; where Redis does not answer, nobody waits for it.
    if (this.redis.status === 'ready') await atMost(1000, this.redis.quit());
    this.redis.disconnect();
  }
}

function redisOptions({ host, port, tls, db, username, password }: QueueAddress): RedisOptions {
  return {
    host,
    port,
    db,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    // Certificates are for names; that of an address stands in its list of addresses.
    ...(tls && { tls: isIP(host) === 0 ? { servername: host } : {} }),
    maxRetriesPerRequest: null,
    connectTimeout: 10_000,
    retryStrategy: (times) => Math.min(200 * 2 ** Math.min(times, 5), 3_000),
  };
}

/** Tries the address once. Answers with what is wrong with it, in words. */
async function examine(address: QueueAddress): Promise<Problem | undefined> {
  const redis = new Redis({
    ...redisOptions(address),
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    enableReadyCheck: false,
    // What listens there may be no Redis at all, and never say anything.
    commandTimeout: 10_000,
  });
  // The error that broke the connection is the one to be shown, not that it is closed.
  let cause: unknown;
  redis.on('error', (error) => {
    cause ??= error;
  });
  try {
    await redis.connect();
    const info = await loadedInfo(redis);
    return problemWith(info, address);
  } catch (error) {
    return connectionProblem(cause ?? error, address);
  } finally {
    redis.disconnect();
  }
}

/** Redis answers before it has read its file; then it says LOADING to all but INFO. */
async function loadedInfo(redis: Redis): Promise<ReadonlyMap<string, string>> {
  for (;;) {
    const info = new Map(
      (await redis.info()).split(/\r?\n/).map((line) => {
        const [key = '', ...value] = line.split(':');
        return [key, value.join(':')] as const;
      }),
    );
    if (info.get('loading') !== '1') return info;
    await sleep(500);
  }
}

function problemWith(info: ReadonlyMap<string, string>, { describe }: QueueAddress): Problem | undefined {
  const version = info.get('redis_version') ?? '0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldMajor = 0, oldMinor = 0] = oldestRedis;
  const isValkey = info.has('valkey_version') || info.get('server_name') === 'valkey';
  if (!isValkey && (major < oldMajor || (major === oldMajor && minor < oldMinor))) {
    return {
      code: 'queue-too-old',
      message: `the Redis at ${describe} has version ${version}, and queues need ${oldestRedis.join('.')} or newer`,
      hint: 'Update Redis, or use Valkey.',
    };
  }
  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  if (policy !== 'noeviction') {
    return {
      code: 'queue-evicts',
      message: `the Redis at ${describe} throws away keys when its memory is full (maxmemory-policy ${policy}), attempts and results with them`,
      hint: 'Set maxmemory-policy to noeviction.',
    };
  }
  if (info.get('role') === 'slave') {
    return {
      code: 'queue-read-only',
      message: `the Redis at ${describe} is a replica, which nothing can be written to`,
      hint: `Give the address of ${info.get('master_host') ?? 'its primary'}.`,
    };
  }
  return undefined;
}

const unreachable: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the host',
  EPROTO: 'it does not speak TLS',
  ECONNRESET: 'it ended the connection',
};

export function connectionProblem(error: unknown, { describe, tls }: QueueAddress): Problem {
  const { message, code } = error as { readonly message: string; readonly code?: string };
  if (/WRONGPASS|NOAUTH|invalid (username-)?password|without any password configured|NOPERM/i.test(message)) {
    const missing = /NOAUTH/.test(message);
    return {
      code: 'queue-refused',
      message: `the Redis at ${describe} ${missing ? 'wants a password' : 'does not take this user and password'}`,
      hint: `Give it in the address (redis://user:password@host), or in ${addressVariables.password}.`,
    };
  }
  if (isFull(error)) return fullProblem(describe);
  const reason =
    unreachable[code ?? ''] ?? (message === '' || /closed/i.test(message) ? 'it ended the connection' : message);
  return {
    code: 'queue-unreachable',
    message: `there is no Redis to be reached at ${describe}: ${reason}`,
    hint: tls
      ? 'Check the address, and that this port speaks TLS (NODE_EXTRA_CA_CERTS names the file of your own authority).'
      : 'Check the address, and that redis-server runs there (rediss:// where it wants TLS).',
  };
}

/** Redis has reached its `maxmemory` and takes no more. */
export const isFull = (error: unknown): boolean => error instanceof Error && /\bOOM\b/.test(error.message);

export const fullProblem = (describe: string): Problem => ({
  code: 'queue-full',
  message: `the Redis at ${describe} is full: it takes nothing more`,
  hint: 'Give it more memory (maxmemory), or empty it; then the same command goes on where it stopped.',
});

/** Waits for something that may never come, where it does not matter whether it does. */
export async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const enough = new AbortController();
  const time = sleep(milliseconds, undefined, { signal: enough.signal }).catch(() => undefined);
  await Promise.race([work.catch(() => undefined), time]);
  enough.abort();
}
