import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { Versions } from './link/lane.ts';

/** What a worker says about itself when it comes. Whether it is still there, Redis knows: it lists its connections. */
export const WorkerCard = z.object({
  name: z.string(),
  host: z.string(),
  pid: z.int(),
  lane: z.string(),
  versions: Versions,
  /** Attempts that it makes at a time: its Lean instances. */
  places: z.int().positive(),
  since: z.string(),
});
export type WorkerCard = z.infer<typeof WorkerCard>;

/** The workers of a queue, whatever their versions. */
export class Staff {
  readonly #redis: Redis;
  readonly #key: string;

  constructor(redis: Redis, key: string) {
    this.#redis = redis;
    this.#key = key;
  }

  async register(card: WorkerCard): Promise<void> {
    await this.#redis.hset(this.#key, card.name, JSON.stringify(card));
  }

  async leave(name: string): Promise<void> {
    await this.#redis.hdel(this.#key, name);
  }

  /** Those that are connected now. Cards of workers that died are taken away. */
  async present(laneOf: (name: string) => Queue): Promise<readonly WorkerCard[]> {
    const cards = Object.values(await this.#redis.hgetall(this.#key)).flatMap((text) => parseCard(text) ?? []);
    const lanes = new Set(cards.map(({ lane }) => lane));
    const connected = new Set<string>();
    for (const lane of lanes) {
      for (const { rawname = '' } of await laneOf(lane).getWorkers()) {
        connected.add(rawname.slice(rawname.indexOf(':w:') + ':w:'.length));
      }
    }
    const gone = cards.filter(({ name }) => !connected.has(name));
    if (gone.length > 0) await this.#redis.hdel(this.#key, ...gone.map(({ name }) => name));
    return cards.filter(({ name }) => connected.has(name));
  }
}

function parseCard(text: string): WorkerCard | undefined {
  try {
    return WorkerCard.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
