import type { Queue } from 'bullmq';
import type { Versions } from './link/lane.ts';
import type { Lanes } from './link/lanes.ts';
import { JobData } from './link/wire.ts';
import type { WorkerCard } from './staff.ts';

/** What is on the queue for one set of versions. */
export interface LaneOverview {
  readonly versions: Versions;
  readonly waiting: number;
  readonly active: number;
  /** Given back for a while: by workers that cannot do it, or after a failure. */
  readonly delayed: number;
  /** Done, and not yet fetched by a coordinator. */
  readonly done: number;
  /** Given up, and not yet fetched. */
  readonly failed: number;
  /** Under way again after the worker that had it died. */
  readonly stalled: number;
  /** Finished a minute, over the last ten of them in which something was. */
  readonly perMinute: number;
  /** Until what is on the queue now is done, at this rate; `null` where nothing is being done. */
  readonly secondsLeft: number | null;
}

export interface WorkerOverview extends WorkerCard {
  /** Attempts under way. */
  readonly active: number;
}

export interface FailedJob {
  readonly theorem: string;
  readonly attempt: number;
  readonly reason: string;
}

export interface QueueOverview {
  readonly lanes: readonly LaneOverview[];
  readonly workers: readonly WorkerOverview[];
  readonly failed: readonly FailedJob[];
}

/** Minutes over which the rate is taken. */
const minutes = 10;

export async function overview(lanes: Lanes): Promise<QueueOverview> {
  const all = await lanes.all();
  const cards = await lanes.staff.present(lanes.named);
  const load = new Map<string, number>();
  const failed: FailedJob[] = [];
  const overviews: LaneOverview[] = [];
  for (const { queue, versions } of all) {
    const active = (await queue.getActive()).filter((job) => job !== undefined);
    for (const { processedBy } of active) {
      if (processedBy !== undefined) load.set(processedBy, (load.get(processedBy) ?? 0) + 1);
    }
    for (const job of await queue.getFailed()) {
      const data = JobData.safeParse(job?.data).data;
      if (data !== undefined) failed.push({ theorem: data.theorem, attempt: data.attempt, reason: job.failedReason });
    }
    overviews.push(await laneOverview(queue, versions, active.filter((job) => job.stalledCounter > 0).length));
  }
  return {
    // A lane that is empty and has no workers is history.
    lanes: overviews.filter((lane, i) => isAlive(lane) || cards.some((card) => card.lane === all[i]?.queue.name)),
    workers: cards.map((card) => ({ ...card, active: load.get(card.name) ?? 0 })),
    failed,
  };
}

const isAlive = ({ waiting, active, delayed, done, failed }: LaneOverview): boolean =>
  waiting + active + delayed + done + failed > 0;

async function laneOverview(queue: Queue, versions: Versions, stalled: number): Promise<LaneOverview> {
  const counts = await queue.getJobCounts('prioritized', 'waiting', 'active', 'delayed', 'completed', 'failed');
  const count = (state: string) => counts[state] ?? 0;
  const waiting = count('prioritized') + count('waiting');
  const perMinute = finishedPerMinute(await queue.getMetrics('completed', 0, minutes - 1), Date.now());
  const left = waiting + count('active') + count('delayed');
  const secondsLeft = left === 0 ? 0 : perMinute > 0 ? Math.round((left / perMinute) * 60) : null;
  return {
    ...{ versions, waiting, active: count('active'), delayed: count('delayed') },
    ...{ done: count('completed'), failed: count('failed'), stalled, perMinute, secondsLeft },
  };
}

/**
 * What BullMQ counted, as a rate: `data` are whole minutes, the latest first, and since `prevTS` there were
 * `count - prevCount` more.
 */
export function finishedPerMinute(
  { data, meta }: { data: readonly number[]; meta: { count: number; prevTS: number; prevCount: number } },
  now: number,
): number {
  const since = meta.count - meta.prevCount;
  if (meta.prevTS === 0) return 0;
  const whole = data.slice(0, minutes);
  const finished = whole.reduce((sum, each) => sum + each, since);
  // A rate over the first few seconds would be a guess.
  const span = Math.max(whole.length + (now - meta.prevTS) / 60_000, 0.25);
  return finished / span;
}

/** Takes everything off the queue that waits; what is under way is finished. Answers with how much that was. */
export async function drain(lanes: Lanes, now: Date): Promise<number> {
  // Coordinators stop, where else they would put it on the queue again.
  await lanes.markDrained(now);
  let taken = 0;
  for (const { queue } of await lanes.all()) {
    const counts = await queue.getJobCounts('prioritized', 'waiting', 'delayed');
    await queue.drain(true);
    taken += Object.values(counts).reduce((sum, each) => sum + each, 0);
  }
  return taken;
}

/** Puts what was given up on the queue again, as new. Answers with how much that was. */
export async function retryFailed(lanes: Lanes): Promise<number> {
  let retried = 0;
  for (const { queue } of await lanes.all()) {
    for (const job of await queue.getFailed()) {
      if (job?.id === undefined) continue;
      const { name, data, opts, id } = job;
      // BullMQ's own retry would keep the count of stalls, and so give it up again at once.
      await job.remove();
      await queue.add(name, data, { ...opts, jobId: id });
      retried += 1;
    }
  }
  return retried;
}
