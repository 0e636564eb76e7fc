/**
 * What a queue costs: attempts a second for 1, 2, 4 and 8 workers with a scripted prover that answers at once, beside the
 * same run without a queue; CPU and bytes an attempt on the coordinator and in Redis; and a crowd of workers that sleep
 * in place of proving. Prints tables; `--json FILE` writes the numbers.
 *
 *     node benchmarks/queue.ts [--attempts 2000] [--edges 200] [--crowd 1000] [--seconds 10] [--json FILE]
 *
 * `redis-server` must be on the PATH: one is started, with an append-only file. `--edges` is the size of the proof graph
 * that each attempt sends back; 200 is that of a search with a budget of 200 checks. `--crowd 0` leaves the crowd out.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { plainTable } from '../src/cli/display/table.ts';
import { evaluate } from '../src/eval/evaluate.ts';
import type { Lanes } from '../src/eval/queue/link/lanes.ts';
import { RunWriter } from '../src/eval/store/run-writer.ts';
import { RedisServer } from '../test/eval/queue/redis-server.ts';
import { connect, runThere } from '../test/eval/queue/scripted-work.ts';
import { benchmarkOf, configOf, session, temporaryFolder } from '../test/eval/scripted.ts';
import { graphProver } from './queue/graph-prover.ts';

const { values } = parseArgs({
  options: {
    attempts: { type: 'string', default: '2000' },
    edges: { type: 'string', default: '200' },
    crowd: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '10' },
    json: { type: 'string' },
  },
});
const attempts = Number(values.attempts);
const edges = Number(values.edges);

/** CPU seconds of this process, which is the coordinator. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** What Redis has used so far. */
async function redisUse({ connection: { redis } }: Lanes) {
  const info = new Map((await redis.info()).split(/\r?\n/).map((line) => line.split(':', 2) as [string, string]));
  const number = (key: string) => Number(info.get(key) ?? 0);
  return {
    cpu: number('used_cpu_sys') + number('used_cpu_user'),
    bytes: number('total_net_input_bytes') + number('total_net_output_bytes'),
    commands: number('total_commands_processed'),
    memory: number('used_memory'),
  };
}

async function startWorkers(url: string, cache: string, count: number, each: number, milliseconds: number) {
  const script = join(import.meta.dirname, 'queue', 'sleeping-workers.ts');
  const children: ChildProcess[] = [];
  for (let i = 0; i < count; i++) {
    const args = [url, `${each}`, `${milliseconds}`, `${edges}`, cache];
    children.push(spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] }));
  }
  await Promise.all(children.map((child) => once(child.stdout!, 'data')));
  return {
    [Symbol.asyncDispose]: async () => {
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(children.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')));
    },
  };
}

interface Measured {
  readonly workers: number;
  readonly perSecond: number;
  /** CPU milliseconds an attempt. */
  readonly coordinator: number;
  readonly redis: number;
  /** An attempt, in and out of Redis. */
  readonly bytes: number;
  readonly commands: number;
}

/** Without a queue: what the run store and the scripted prover cost by themselves. */
async function measureHere(theorems: number): Promise<Measured> {
  await using folder = await temporaryFolder();
  const benchmark = benchmarkOf(theorems);
  const start = { config: configOf(benchmark, { attempts: 1, ks: [1] }), theorems: benchmark.theorems, session };
  const writer = await RunWriter.open(folder.path, start);
  if (!writer.ok) throw new Error(writer.error.message);
  await using run = writer.value;
  const [cpu, time] = [cpuSeconds(), performance.now()];
  await evaluate({
    ...{ run, theorems: benchmark.theorems, prover: graphProver(edges, 0), parallel: 8, retryErrors: false },
    ...{ signal: new AbortController().signal, onEvent: () => {}, now: () => new Date() },
  });
  const seconds = (performance.now() - time) / 1000;
  const coordinator = ((cpuSeconds() - cpu) * 1000) / theorems;
  return { workers: 0, perSecond: theorems / seconds, coordinator, redis: 0, bytes: 0, commands: 0 };
}

async function measureThere(url: string, count: number, theorems: number): Promise<Measured> {
  await using folder = await temporaryFolder();
  await using cache = await temporaryFolder();
  await using lanes = await connect(url);
  await using _workers = await startWorkers(url, cache.path, count, 1, 0);
  const benchmark = benchmarkOf(theorems);
  const before = await redisUse(lanes);
  const [cpu, time] = [cpuSeconds(), performance.now()];
  const options = { parallel: 64, config: { attempts: 1, ks: [1] } };
  const summary = await runThere(lanes, { folder: folder.path, benchmark }, options);
  const seconds = (performance.now() - time) / 1000;
  if (!summary.ok) throw new Error(summary.error.message);
  const coordinator = ((cpuSeconds() - cpu) * 1000) / theorems;
  const after = await redisUse(lanes);
  return {
    workers: count,
    perSecond: theorems / seconds,
    coordinator,
    redis: ((after.cpu - before.cpu) * 1000) / theorems,
    bytes: (after.bytes - before.bytes) / theorems,
    commands: (after.commands - before.commands) / theorems,
  };
}

/** Many workers, each with its own connections, that sleep for the time of an attempt. */
async function measureCrowd(url: string, crowd: number, seconds: number) {
  await using folder = await temporaryFolder();
  await using cache = await temporaryFolder();
  await using lanes = await connect(url);
  const idle = await redisUse(lanes);
  const processes = Math.min(4, crowd);
  await using _workers = await startWorkers(url, cache.path, processes, Math.ceil(crowd / processes), seconds * 1000);
  const present = await redisUse(lanes);
  const stop = new AbortController();
  const finished: number[] = [];
  const theorems = crowd * 6;
  // From the second attempt of each worker on, the crowd is in full swing.
  const inSwing = async () => {
    while (finished.length < crowd) await new Promise((resolve) => setTimeout(resolve, 20));
    return { at: performance.now(), cpu: cpuSeconds(), use: await redisUse(lanes), done: finished.length };
  };
  const start = inSwing();
  const running = runThere(
    lanes,
    {
      folder: folder.path,
      benchmark: benchmarkOf(theorems),
      signal: stop.signal,
      onEvent: ({ kind }) => {
        if (kind === 'recorded') finished.push(performance.now());
      },
    },
    { lookEvery: 10_000, config: { attempts: 1, ks: [1] } },
  );
  const from = await start;
  while (finished.length < crowd * 4) await new Promise((resolve) => setTimeout(resolve, 20));
  const [cpu, use, span] = [cpuSeconds(), await redisUse(lanes), (performance.now() - from.at) / 1000];
  const done = finished.length - from.done;
  stop.abort();
  await running;
  return {
    workers: crowd,
    perSecond: done / span,
    ideal: crowd / seconds,
    coordinator: (cpu - from.cpu) / span,
    redis: (use.cpu - from.use.cpu) / span,
    bytes: (use.bytes - from.use.bytes) / span,
    memory: present.memory - idle.memory,
  };
}

const fixed = (value: number, digits: number) => value.toFixed(digits);
const kilobytes = (bytes: number) => `${fixed(bytes / 1024, 1)} KiB`;

await using redis = await RedisServer.start();
console.log(
  `${cpus()[0]?.model.trim()}, ${cpus().length} cores; ${attempts} attempts, proof graphs of ${edges} edges\n`,
);
await measureHere(Math.min(200, attempts));
const rows = [await measureHere(attempts)];
for (const count of [1, 2, 4, 8]) rows.push(await measureThere(redis.url(`bench${count}`), count, attempts));
console.log(
  plainTable(
    rows.map(({ workers, perSecond, coordinator, redis, bytes, commands }) => [
      workers === 0 ? 'no queue' : `${workers}`,
      fixed(perSecond, 0),
      fixed(coordinator, 2),
      workers === 0 ? '' : fixed(redis, 2),
      workers === 0 ? '' : kilobytes(bytes),
      workers === 0 ? '' : fixed(commands, 1),
    ]),
    ['workers', 'attempts/s', 'coordinator CPU ms', 'Redis CPU ms', 'bytes', 'commands'],
  ),
);

const largest = rows.at(-1)!;
const coordinatorReach = 1000 / largest.coordinator;
const redisReach = 1000 / largest.redis;
console.log(
  `\nOne core of the coordinator reaches ${fixed(coordinatorReach, 0)} attempts/s, one core of Redis ${fixed(redisReach, 0)}: ` +
    `the ${coordinatorReach < redisReach ? 'coordinator' : 'Redis'} is the first to be busy.\n` +
    `At attempts of ${values.seconds} s that is ${fixed(Math.min(coordinatorReach, redisReach) * Number(values.seconds), 0)} attempts under way at once, ` +
    `and ${fixed((Math.min(coordinatorReach, redisReach) * largest.bytes) / 2 ** 20, 1)} MiB/s through Redis.`,
);

const crowd = Number(values.crowd);
const crowded = crowd > 0 ? await measureCrowd(redis.url('crowd'), crowd, Number(values.seconds)) : undefined;
if (crowded !== undefined) {
  const { workers, perSecond, ideal, coordinator, redis: inRedis, bytes, memory } = crowded;
  console.log(
    `\n${plainTable([
      ['workers that sleep', workers],
      ['attempts/s', fixed(perSecond, 1)],
      ['of what is possible', `${fixed((100 * perSecond) / ideal, 1)}%`],
      ['coordinator, of one core', `${fixed(100 * coordinator, 1)}%`],
      ['Redis, of one core', `${fixed(100 * inRedis, 1)}%`],
      ['through Redis', `${fixed(bytes / 2 ** 20, 2)} MiB/s`],
      ['memory of Redis for the workers', `${fixed(memory / 2 ** 20, 1)} MiB`],
    ])}`,
  );
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ rows, crowded }, undefined, 1)}\n`);
