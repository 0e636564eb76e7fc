/** A worker process: `scripted-worker.ts URL PLACES MILLISECONDS LOCK CACHE`. Prints its name when it is there; ends on SIGTERM. */
import { QueueWorker } from '../../../src/eval/queue/worker/worker.ts';
import { connect, scriptedWorkshop, versions } from './scripted-work.ts';

const [url = '', places, milliseconds, lock, cacheFolder = ''] = process.argv.slice(2);
await using lanes = await connect(url);
const worker = await QueueWorker.start({
  lanes,
  workshop: scriptedWorkshop(Number(milliseconds)),
  versions,
  places: Number(places),
  cacheFolder,
  lockMilliseconds: Number(lock),
  onEvent: (event) => {
    if (event.kind === 'given-back' || event.kind === 'trouble') console.error(event);
  },
  now: () => new Date(),
});
console.log(worker.name);
await new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()));
await worker.close(0, new AbortController().signal);
