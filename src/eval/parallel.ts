import PQueue from 'p-queue';

/** How much is under way at once: a number from 1 up, which may change meanwhile. */
export type Parallel = number | { readonly now: number; onChange(listener: (now: number) => void): void };

/** A queue that lets so much run at once. */
export function parallelQueue(parallel: Parallel): PQueue {
  if (typeof parallel === 'number') return new PQueue({ concurrency: parallel });
  const queue = new PQueue({ concurrency: parallel.now });
  parallel.onChange((now) => {
    queue.concurrency = now;
  });
  return queue;
}
