import type { InferredOptionTypes, Options } from 'yargs';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { addressVariables, parseAddress } from '../../eval/queue/link/address.ts';
import { QueueConnection } from '../../eval/queue/link/connection.ts';
import { Lanes } from '../../eval/queue/link/lanes.ts';

const address = 'redis://[user:password@]host[:port][/database][/queue], rediss:// for TLS';

/** Options of commands whose work can be done by the workers of a queue. */
export const coordinatorOptions = {
  queue: { type: 'string', describe: `have the workers of a queue do it: ${address}` },
  priority: { type: 'number', default: 100, describe: 'on the queue: lower numbers come first, from 1 up' },
  distrust: { type: 'boolean', default: false, describe: 'verify here, again, what workers of the queue call proved' },
} satisfies Record<string, Options>;

export type CoordinatorArguments = InferredOptionTypes<typeof coordinatorOptions>;

/** The option of commands that are about a queue. */
export const queueOption = {
  queue: { type: 'string', describe: `${address} (default: ${addressVariables.address})` },
} satisfies Record<string, Options>;

/** A person's word on the connection, on stderr. */
export const sayOnStderr = (text: string): void => {
  process.stderr.write(`queue: ${text}\n`);
};

/** Connects to the queue that was named, or that the environment names. */
export async function openLanes(
  queue: string | undefined,
  say: (text: string) => void = sayOnStderr,
): Promise<Result<Lanes & AsyncDisposable, Problem>> {
  const text = queue ?? process.env[addressVariables.address];
  if (text === undefined || text === '') {
    return fail({
      code: 'missing-option',
      message: 'No queue is named.',
      hint: `Give --queue redis://host:6379, or set ${addressVariables.address}.`,
    });
  }
  const parsed = parseAddress(text, process.env);
  if (!parsed.ok) return parsed;
  const connection = await QueueConnection.open(parsed.value, ({ kind, describe }) =>
    say(kind === 'lost' ? `the connection to ${describe} is lost; waiting for it` : `${describe} is back`),
  );
  if (!connection.ok) return connection;
  const { value } = connection;
  return ok(Object.assign(new Lanes(value), { [Symbol.asyncDispose]: () => value[Symbol.asyncDispose]() }));
}
