import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';

/** Which queue of which Redis. Holds the password, so it is never printed, stored or sent: `describe` is what people see. */
export interface QueueAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly db: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Runs with the same name share workers. */
  readonly queue: string;
  /** The address without user and password. */
  readonly describe: string;
}

export const defaultQueue = 'ariadne';

/** Environment variables that keep secrets off the command line, where every user of a machine can read them. */
export const addressVariables = {
  address: 'ARIADNE_QUEUE',
  username: 'ARIADNE_QUEUE_USER',
  password: 'ARIADNE_QUEUE_PASSWORD',
} as const;

/**
 * Reads `redis://[user:password@]host[:port][/database][/queue]`, or `rediss://` for TLS. The first part of the path is
 * the database where it is a number, as everywhere else.
 *
 * @param env where user and password are looked up that the address lacks
 */
export function parseAddress(text: string, env: NodeJS.ProcessEnv): Result<QueueAddress, Problem> {
  // The text may hold a password: messages do not repeat it.
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    return invalid('this is no address of a queue');
  }
  if (url.search !== '' || url.hash !== '') return invalid('the address of a queue has no ? or # part');
  const parts = url.pathname.split('/').filter((part) => part !== '');
  const db = /^\d+$/.test(parts[0] ?? '') ? Number(parts.shift()) : 0;
  const queue = parts.shift() ?? defaultQueue;
  if (parts.length > 0 || !/^[A-Za-z0-9_.-]{1,64}$/.test(queue)) {
    return invalid('the name of a queue is made of at most 64 letters, digits, dots, hyphens and underscores');
  }
  const tls = url.protocol === 'rediss:';
  const port = url.port === '' ? 6379 : Number(url.port);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const username = decoded(url.username) || env[addressVariables.username] || undefined;
  const password = decoded(url.password) || env[addressVariables.password] || undefined;
  const describe = `${url.protocol}//${url.hostname}:${port}${db === 0 ? '' : `/${db}`}/${queue}`;
  return ok({ host, port, tls, db, username, password, queue, describe });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const invalid = (message: string) =>
  fail<Problem>({
    code: 'invalid-queue-address',
    message: `--queue: ${message}`,
    hint: 'For instance redis://localhost:6379, rediss://host:6380/nightly (TLS), or redis://host/2/nightly (database 2).',
  });

/** Text with the user and password of every address in it left out. */
export const withoutSecrets = (text: string): string => text.replaceAll(/(\w:\/\/)[^/\s'"]*@/g, '$1');
