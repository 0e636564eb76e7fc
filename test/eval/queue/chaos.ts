/**
 * A run whose workers, coordinator and Redis are killed at random: `chaos.ts KILLS [SEED]`. The suite kills a few times;
 * `node test/eval/queue/chaos.ts 20` is the long run.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { deriveSeed } from '../../../src/data/seed.ts';
import { readAttempts, runFiles } from '../../../src/eval/store/run.ts';
import { benchmarkOf, temporaryFolder } from '../scripted.ts';
import { logLines } from './log-lines.ts';
import { RedisServer } from './redis-server.ts';
import { connect, runHere } from './scripted-work.ts';

export interface ChaosOptions {
  readonly kills: number;
  readonly seed: number;
  readonly theorems: number;
  /** How long an attempt takes, and how long a worker may be silent, in milliseconds. */
  readonly milliseconds: number;
  readonly lock: number;
  readonly say: (line: string) => void;
}

export interface ChaosResult {
  /** Attempts in the log of the run with kills, as text, sorted; those of a run without. */
  readonly attempts: readonly string[];
  readonly wanted: readonly string[];
  readonly summary: string;
  readonly wantedSummary: string;
  /** Attempts stored when each kill came. */
  readonly stored: readonly number[];
  /** How often each was killed. */
  readonly killed: Readonly<Record<string, number>>;
  /** Jobs and results that were left in Redis. */
  readonly left: readonly string[];
}

const node = (script: string, ...args: readonly (string | number)[]): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, script), ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });

/** A process that is there when it has said its first line. */
async function ready(child: ChildProcess): Promise<ChildProcess> {
  await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')]);
  child.stdout!.resume();
  return child;
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function killed(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

export async function chaos({ kills, seed, theorems, milliseconds, lock, say }: ChaosOptions): Promise<ChaosResult> {
  await using redis = await RedisServer.start();
  await using here = await temporaryFolder();
  await using there = await temporaryFolder();
  await using cache = await temporaryFolder();
  const benchmark = benchmarkOf(theorems);
  await runHere({ folder: here.path, benchmark });

  const startWorker = () => ready(node('scripted-worker.ts', redis.url(), 2, milliseconds, lock, cache.path));
  const startCoordinator = () => ready(node('scripted-coordinator.ts', redis.url(), there.path, theorems));
  const workers = await Promise.all([startWorker(), startWorker(), startWorker()]);
  let coordinator = await startCoordinator();
  const stored: number[] = [];
  const counts: Record<string, number> = {};
  try {
    for (let kill = 0; kill < kills; kill++) {
      await sleep(200 + (deriveSeed(seed, 'wait', kill) % 1500));
      const attempts = await readAttempts(there.path);
      stored.push(attempts.ok ? attempts.value.length : 0);
      // Each of the three has its turn; which worker, and at which moment, is chance.
      const victim = (['worker', 'coordinator', 'redis'] as const)[deriveSeed(seed, 'victim', kill) % 3]!;
      counts[victim] = (counts[victim] ?? 0) + 1;
      say(`kill ${kill + 1}: ${victim}, with ${stored.at(-1)} of ${theorems * 3} attempts stored`);
      if (victim === 'redis') {
        await redis.kill();
        await sleep(deriveSeed(seed, 'down', kill) % 1000);
        await redis.start();
      } else if (victim === 'coordinator') {
        await killed(coordinator);
        coordinator = await startCoordinator();
      } else {
        const which = deriveSeed(seed, 'which', kill) % workers.length;
        await killed(workers[which]!);
        workers[which] = await startWorker();
      }
    }
    if (!hasEnded(coordinator)) await once(coordinator, 'exit');
    await using lanes = await connect(redis.url());
    const keys = await lanes.connection.redis.keys('*');
    return {
      attempts: await logLines(there.path),
      wanted: await logLines(here.path),
      summary: await readFile(runFiles(there.path).summary, 'utf8'),
      wantedSummary: await readFile(runFiles(here.path).summary, 'utf8'),
      stored,
      killed: counts,
      // Two parcels belong to the run: its assignment and its theorems.
      left: keys.filter((key) => /@[0-9a-f]+:[0-9a-f]{8}-/.test(key)),
    };
  } finally {
    await Promise.all([...workers, coordinator].map(killed));
  }
}

if (import.meta.main) {
  const [kills = '20', seed = '1'] = process.argv.slice(2);
  const say = (line: string) => console.log(line);
  const options = { kills: Number(kills), seed: Number(seed), theorems: 300, milliseconds: 250, lock: 2000, say };
  const { attempts, wanted, summary, wantedSummary, killed: counts, left } = await chaos(options);
  const expected = new Set(wanted);
  console.log(`killed: ${JSON.stringify(counts)}`);
  console.log(`attempts: ${attempts.length}, without kills: ${wanted.length}`);
  console.log(`different: ${attempts.filter((attempt) => !expected.has(attempt)).length}`);
  console.log(`doubled: ${attempts.length - new Set(attempts).size}`);
  console.log(`lost: ${wanted.filter((attempt) => !attempts.includes(attempt)).length}`);
  console.log(`summaries equal: ${summary === wantedSummary}`);
  console.log(`jobs left in Redis: ${left.length}`);
  const same = JSON.stringify(attempts) === JSON.stringify(wanted) && summary === wantedSummary;
  process.exitCode = same ? 0 : 1;
}
