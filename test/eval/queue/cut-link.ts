/**
 * Workers in network namespaces of their own, whose links are cut while they work: `cut-link.ts SECONDS`. The suite cuts
 * for a few seconds; `node test/eval/queue/cut-link.ts 30` is the long run. Needs root and `ip` (iproute2).
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readAttempts, runFiles } from '../../../src/eval/store/run.ts';
import { benchmarkOf, temporaryFolder } from '../scripted.ts';
import { logLines } from './log-lines.ts';
import { RedisServer } from './redis-server.ts';
import { connect, runHere, runThere } from './scripted-work.ts';

/** Why links cannot be cut here; `false` where they can. */
export const noNamespaces: string | false = (() => {
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  const name = `aq-probe-${process.pid}`;
  if (spawnSync('ip', ['netns', 'add', name]).status !== 0) return 'there is no `ip netns` here';
  spawnSync('ip', ['netns', 'del', name]);
  return false;
})();

function ip(command: string): void {
  const { status, stderr } = spawnSync('ip', command.split(' '), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${command}: ${stderr}`);
}

/** A network namespace that reaches this one over a link of its own. */
class Island implements Disposable {
  readonly name: string;
  readonly #link: string;
  /** Address of this side. */
  readonly address: string;

  constructor(number: number) {
    // Names of interfaces have at most 15 characters.
    this.name = `aq${process.pid}-${number}`;
    this.#link = `aqv${process.pid % 100_000}-${number}`;
    const net = `10.213.${process.pid % 250}`;
    const base = 4 * number;
    this.address = `${net}.${base + 1}`;
    ip(`netns add ${this.name}`);
    ip(`link add ${this.#link} type veth peer name eth0 netns ${this.name}`);
    ip(`addr add ${this.address}/30 dev ${this.#link}`);
    ip(`link set ${this.#link} up`);
    ip(`-n ${this.name} addr add ${net}.${base + 2}/30 dev eth0`);
    ip(`-n ${this.name} link set eth0 up`);
    ip(`-n ${this.name} link set lo up`);
  }

  cut(): void {
    ip(`link set ${this.#link} down`);
  }

  mend(): void {
    ip(`link set ${this.#link} up`);
  }

  node(script: string, ...args: readonly (string | number)[]): ChildProcess {
    const command = ['netns', 'exec', this.name, process.execPath, join(import.meta.dirname, script)];
    return spawn('ip', [...command, ...args.map(String)], { stdio: ['ignore', 'pipe', 'ignore'] });
  }

  [Symbol.dispose](): void {
    spawnSync('ip', ['link', 'del', this.#link]);
    spawnSync('ip', ['netns', 'del', this.name]);
  }
}

export interface CutOptions {
  readonly seconds: number;
  readonly theorems: number;
  readonly milliseconds: number;
  readonly lock: number;
  readonly say: (line: string) => void;
}

/** Cuts the link of one worker, then that of both, each for so many seconds, while a run goes on. */
export async function cutLinks({ seconds, theorems, milliseconds, lock, say }: CutOptions) {
  await using redis = await RedisServer.start('--bind', '0.0.0.0', '--protected-mode', 'no');
  await using here = await temporaryFolder();
  await using there = await temporaryFolder();
  await using cache = await temporaryFolder();
  using first = new Island(0);
  using second = new Island(1);
  const benchmark = benchmarkOf(theorems);
  await runHere({ folder: here.path, benchmark });
  const workers = [first, second].map((island) => {
    const url = `redis://${island.address}:${redis.port}/test`;
    return island.node('scripted-worker.ts', url, 2, milliseconds, lock, cache.path);
  });
  try {
    await Promise.all(workers.map((worker) => once(worker.stdout!, 'data')));
    await using lanes = await connect(redis.url());
    let stored = 0;
    const done = runThere(lanes, {
      folder: there.path,
      benchmark,
      onEvent: ({ kind }) => {
        if (kind === 'recorded') stored += 1;
      },
    });
    const storedAtCut: number[] = [];
    const cut = async (islands: readonly Island[], what: string) => {
      const goal = stored + 10;
      while (stored < goal && stored < theorems * 3) await sleep(50);
      storedAtCut.push(stored);
      for (const island of islands) island.cut();
      say(`${what} cut with ${stored} of ${theorems * 3} attempts stored`);
      await sleep(seconds * 1000);
      for (const island of islands) island.mend();
      say(`${what} mended with ${stored} of ${theorems * 3} attempts stored`);
    };
    await cut([first], 'one link');
    await cut([first, second], 'both links');
    const summary = await done;
    if (!summary.ok) throw new Error(summary.error.message);
    const before = await readAttempts(there.path);
    if (!before.ok) throw new Error(before.error.message);
    return {
      attempts: await logLines(there.path),
      wanted: await logLines(here.path),
      summary: await readFile(runFiles(there.path).summary, 'utf8'),
      wantedSummary: await readFile(runFiles(here.path).summary, 'utf8'),
      storedAtCut,
    };
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
  }
}

if (import.meta.main) {
  const seconds = Number(process.argv[2] ?? '30');
  const say = (line: string) => console.log(line);
  const result = await cutLinks({ seconds, theorems: 120, milliseconds: 1000, lock: 30_000, say });
  const same = JSON.stringify(result.attempts) === JSON.stringify(result.wanted);
  console.log(`attempts: ${result.attempts.length}, without cuts: ${result.wanted.length}; all the same: ${same}`);
  console.log(`summaries equal: ${result.summary === result.wantedSummary}`);
  process.exitCode = same && result.summary === result.wantedSummary ? 0 : 1;
}
