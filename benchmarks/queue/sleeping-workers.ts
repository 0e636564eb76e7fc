/** Workers that sleep and fail: `sleeping-workers.ts URL WORKERS MILLISECONDS EDGES CACHE`, each with connections of its own. */
import { QueueWorker } from '../../src/eval/queue/worker/worker.ts';
import { connect, versions, workshopOf } from '../../test/eval/queue/scripted-work.ts';
import { graphProver } from './graph-prover.ts';

const [url = '', workers, milliseconds, edges, cacheFolder = ''] = process.argv.slice(2);
await Promise.all(
  Array.from({ length: Number(workers) }, async () =>
    QueueWorker.start({
      lanes: await connect(url),
      workshop: workshopOf(graphProver(Number(edges), Number(milliseconds))),
      versions,
      places: 1,
      cacheFolder,
      onEvent: () => {},
      now: () => new Date(),
    }),
  ),
);
console.log('there');
