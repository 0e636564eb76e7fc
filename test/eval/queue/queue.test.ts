import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Versions } from '../../../src/eval/queue/link/lane.ts';
import type { Lanes } from '../../../src/eval/queue/link/lanes.ts';
import { drain, overview, retryFailed } from '../../../src/eval/queue/overview.ts';
import { QueueWorker, type Workshop } from '../../../src/eval/queue/worker/worker.ts';
import { readRun, runFiles } from '../../../src/eval/store/run.ts';
import { benchmarkOf, temporaryFolder } from '../scripted.ts';
import { chaos } from './chaos.ts';
import { cutLinks, noNamespaces } from './cut-link.ts';
import { noRedis, RedisServer } from './redis-server.ts';
import { connect, runHere, runThere, scriptedWorkshop, versions } from './scripted-work.ts';

async function attemptsOf(folder: string) {
  const run = await readRun(folder);
  assert.ok(run.ok);
  return run.value.attempts
    .map(({ startedAt: _, ...rest }) => rest)
    .toSorted((a, b) => a.theorem.localeCompare(b.theorem) || a.attempt - b.attempt);
}
const summaryOf = (folder: string) => readFile(runFiles(folder).summary, 'utf8');
const now = () => new Date();
const never = new AbortController().signal;

interface WorkerParts {
  readonly lanes: Lanes;
  readonly cacheFolder: string;
  readonly workshop?: Workshop;
  readonly versions?: Versions;
}

const startWorker = ({ workshop = scriptedWorkshop(2), ...parts }: WorkerParts) =>
  QueueWorker.start({ versions, ...parts, workshop, places: 2, onEvent: () => {}, now, lockMilliseconds: 1000 });

/** What is told until it matches. */
function untilTold() {
  const told: string[] = [];
  const waiting: { pattern: RegExp; resolve: (text: string) => void }[] = [];
  return {
    told,
    onNotice: (text: string) => {
      told.push(text);
      for (const { pattern, resolve } of waiting) if (pattern.test(text)) resolve(text);
    },
    wait: (pattern: RegExp) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      const already = told.find((text) => pattern.test(text));
      if (already !== undefined) resolve(already);
      else waiting.push({ pattern, resolve });
      return promise;
    },
  };
}

describe('a run on a queue', { skip: noRedis, timeout: 120_000 }, () => {
  it('over three workers has the attempts, and byte for byte the summary, of a run on this machine', async () => {
    await using redis = await RedisServer.start();
    await using here = await temporaryFolder();
    await using there = await temporaryFolder();
    await using cache = await temporaryFolder();
    await using lanes = await connect(redis.url());
    const benchmark = benchmarkOf(40);
    const worker = { lanes, cacheFolder: cache.path };
    const workers = await Promise.all([startWorker(worker), startWorker(worker), startWorker(worker)]);

    await runHere({ folder: here.path, benchmark });
    const summary = await runThere(lanes, { folder: there.path, benchmark });

    assert.ok(summary.ok);
    assert.deepEqual(await attemptsOf(there.path), await attemptsOf(here.path));
    assert.equal(await summaryOf(there.path), await summaryOf(here.path));
    await Promise.all(workers.map((each) => each.close(1000, never)));
    const { lanes: left, workers: present } = await overview(lanes);
    assert.deepEqual([left, present], [[], []], 'neither jobs nor workers are left');
  });

  it('loses and doubles nothing when workers, its coordinator and Redis are killed', async (context) => {
    const result = await chaos({ kills: 3, seed: 5, theorems: 40, milliseconds: 150, lock: 1000, say: () => {} });
    context.diagnostic(`stored at each kill: ${result.stored.join(' ')}; killed: ${JSON.stringify(result.killed)}`);
    assert.deepEqual(result.attempts, result.wanted);
    assert.equal(result.summary, result.wantedSummary);
    assert.deepEqual(result.left, []);
  });

  it('goes on when the links to its workers are cut and mended', { skip: noNamespaces }, async (context) => {
    const cut = { seconds: 4, theorems: 40, milliseconds: 150, lock: 1500, say: () => {} };
    const result = await cutLinks(cut);
    context.diagnostic(`stored at each cut: ${result.storedAtCut.join(' ')}`);
    assert.deepEqual(result.attempts, result.wanted);
    assert.equal(result.summary, result.wantedSummary);
  });

  it('gives up an attempt that kills every worker, says so in its error, and makes the others', async () => {
    await using redis = await RedisServer.start();
    await using folder = await temporaryFolder();
    await using cache = await temporaryFolder();
    await using lanes = await connect(redis.url());
    const easy = benchmarkOf(3);
    const [first, ...rest] = easy.theorems;
    const benchmark = { ...easy, theorems: [{ ...first!, id: 'poison' }, ...rest] };
    const script = join(import.meta.dirname, 'scripted-worker.ts');
    const stop = new AbortController();
    let deaths = 0;
    // What systemd does: a worker that died is started again.
    const supervised = async () => {
      while (!stop.signal.aborted) {
        const child = spawn(process.execPath, [script, redis.url(), '1', '1', '300', cache.path], { stdio: 'ignore' });
        const end = () => child.kill('SIGKILL');
        stop.signal.addEventListener('abort', end, { once: true });
        await once(child, 'exit');
        if (!stop.signal.aborted) deaths += 1;
      }
    };
    const supervision = [supervised(), supervised()];
    const single = { config: { attempts: 1, ks: [1] } };
    const summary = await runThere(lanes, { folder: folder.path, benchmark }, single);
    stop.abort();
    await Promise.all(supervision);

    assert.ok(summary.ok);
    const attempts = await attemptsOf(folder.path);
    const poisoned = attempts.filter(({ theorem }) => theorem === 'poison').map(({ outcome }) => outcome);
    const message = 'given up after 5 tries: each worker that took it died, or lost touch with the queue';
    assert.deepEqual(poisoned, [{ kind: 'error', message }]);
    assert.equal(attempts.length, 3);
    assert.ok(deaths >= 5, `five tries, and only ${deaths} workers died`);
  });

  it('is told which workers do not fit it, and why', async () => {
    await using redis = await RedisServer.start();
    await using folder = await temporaryFolder();
    await using cache = await temporaryFolder();
    await using lanes = await connect(redis.url());
    const other = { ...versions, lean: { ...versions.lean, version: '4.27.0' } };
    const old = await startWorker({ lanes, cacheFolder: cache.path, versions: other });
    const refusing: Workshop = { work: async () => ({ kind: 'refused', reason: 'it has no GPU' }) };
    const poor = await startWorker({ lanes, cacheFolder: cache.path, workshop: refusing });
    const { onNotice, wait } = untilTold();
    const stop = new AbortController();
    const run = runThere(
      lanes,
      { folder: folder.path, benchmark: benchmarkOf(1), signal: stop.signal },
      { onNotice, lookEvery: 100 },
    );
    assert.equal(
      await wait(/gets none/),
      `worker ${old.name} gets none of this run's work: Lean is 4.27.0 there and 4.28.0 here`,
    );
    assert.equal(await wait(/no GPU/), `worker ${poor.name} cannot do this run's work: it has no GPU`);
    stop.abort();
    assert.ok((await run).ok);
    assert.deepEqual(await attemptsOf(folder.path), []);
    await Promise.all([old.close(0, never), poor.close(0, never)]);
  });

  it('gets back what a worker has under way that is asked to end', async () => {
    await using redis = await RedisServer.start();
    await using folder = await temporaryFolder();
    await using cache = await temporaryFolder();
    await using lanes = await connect(redis.url());
    const slow = await startWorker({ lanes, cacheFolder: cache.path, workshop: scriptedWorkshop(3_600_000) });
    const run = runThere(lanes, { folder: folder.path, benchmark: benchmarkOf(2) });
    while (slow.active < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    await slow.close(0, never);
    const quick = await startWorker({ lanes, cacheFolder: cache.path });
    const summary = await run;
    assert.ok(summary.ok && summary.value.complete);
    await quick.close(1000, never);
  });

  it('stops when the queue is drained, and goes on when it is started again', async () => {
    await using redis = await RedisServer.start();
    await using folder = await temporaryFolder();
    await using cache = await temporaryFolder();
    await using lanes = await connect(redis.url());
    const benchmark = benchmarkOf(4);
    const { onNotice, wait } = untilTold();
    const run = runThere(lanes, { folder: folder.path, benchmark }, { onNotice, lookEvery: 200 });
    await wait(/no worker takes/);
    while ((await overview(lanes)).lanes[0]?.waiting !== 8) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(await drain(lanes, now()), 8);
    const drained = await run;
    assert.equal(!drained.ok && drained.error.code, 'queue-drained');

    const worker = await startWorker({ lanes, cacheFolder: cache.path });
    const again = await runThere(lanes, { folder: folder.path, benchmark });
    assert.ok(again.ok && again.value.complete);
    await worker.close(1000, never);
  });

  it('puts again what Redis has lost', async () => {
    await using redis = await RedisServer.start();
    await using folder = await temporaryFolder();
    await using cache = await temporaryFolder();
    await using lanes = await connect(redis.url());
    const queue = await lanes.open(versions);
    const run = runThere(lanes, { folder: folder.path, benchmark: benchmarkOf(4) }, { lookEvery: 200 });
    while ((await queue.getJobCounts('prioritized')).prioritized !== 8)
      await new Promise((wait) => setTimeout(wait, 20));
    // What a power cut may do to the end of an append-only file.
    await queue.obliterate({ force: true });
    const worker = await startWorker({ lanes, cacheFolder: cache.path });
    const summary = await run;
    assert.ok(summary.ok && summary.value.complete);
    assert.equal((await attemptsOf(folder.path)).length, 12);
    await worker.close(1000, never);
  });

  it('shows what was given up, and lets it be tried again as new', async () => {
    await using redis = await RedisServer.start();
    await using cache = await temporaryFolder();
    await using lanes = await connect(redis.url());
    const queue = await lanes.open(versions);
    const assignment = '0'.repeat(64);
    const data = { run: 'gone', assignment, line: 0, theorem: 't', attempt: 1, seed: 1 };
    await queue.add('work', data, { jobId: 'gone-t-1', attempts: 1 });
    const worker = await startWorker({ lanes, cacheFolder: cache.path });
    const givenUp = async () => {
      for (;;) {
        const { failed } = await overview(lanes);
        if (failed.length > 0) return failed;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const reason = 'the queue does not hold 000000000000 (any more), which this work needs';
    assert.deepEqual(await givenUp(), [{ theorem: 't', attempt: 1, reason }]);
    await worker.close(0, never);
    assert.equal(await retryFailed(lanes), 1);
    const [lane] = (await overview(lanes)).lanes;
    assert.deepEqual([lane?.waiting, lane?.failed], [1, 0]);
  });
});
