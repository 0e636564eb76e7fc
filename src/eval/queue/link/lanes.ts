import { Queue } from 'bullmq';
import { z } from 'zod';
import { Parcels } from '../parcels/parcels.ts';
import { Staff } from '../staff.ts';
import { keyPrefix, type QueueConnection } from './connection.ts';
import { laneName, Versions } from './lane.ts';

/** One queue as people see it: the BullMQ queues of all versions, and what lies beside them in Redis. */
export class Lanes {
  readonly connection: QueueConnection;
  readonly parcels: Parcels;
  readonly staff: Staff;
  readonly #queues = new Map<string, Queue>();

  constructor(connection: QueueConnection) {
    this.connection = connection;
    this.parcels = new Parcels(connection.redis, connection.key('parcel'));
    this.staff = new Staff(connection.redis, connection.key('workers'));
  }

  /** The BullMQ queue for work of these versions. It is noted, so that all of them can be looked at. */
  async open(versions: Versions): Promise<Queue> {
    const name = laneName(this.connection.address.queue, versions);
    await this.connection.redis.hset(this.connection.key('lanes'), name, JSON.stringify(versions));
    return this.named(name);
  }

  readonly named = (name: string): Queue => {
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const queue = new Queue(name, { connection: this.connection.redis, prefix: keyPrefix });
    // Said by the connection itself.
    queue.on('error', () => {});
    this.#queues.set(name, queue);
    return queue;
  };

  async all(): Promise<readonly { readonly queue: Queue; readonly versions: Versions }[]> {
    const noted = await this.connection.redis.hgetall(this.connection.key('lanes'));
    return Object.entries(noted).flatMap(([name, text]) => {
      const versions = z
        .string()
        .transform((json) => JSON.parse(json))
        .pipe(Versions)
        .safeParse(text);
      return versions.success ? [{ queue: this.named(name), versions: versions.data }] : [];
    });
  }

  /** When the queue was last drained, as a text that changes each time. */
  async drainMark(): Promise<string> {
    return (await this.connection.redis.get(this.connection.key('drained'))) ?? '';
  }

  async markDrained(now: Date): Promise<void> {
    await this.connection.redis.set(this.connection.key('drained'), now.toISOString());
  }
}
